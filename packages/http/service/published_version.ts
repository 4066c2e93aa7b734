import type { App, WorkflowStore, WorkflowVersion } from "@flowglass/core"
import type { StoredValueUnreadable, StoreUnavailable, WorkflowNotFound } from "@flowglass/core/error"
import { Effect } from "effect"
import { BadRequest } from "../error/http_errors.ts"
import { AppUnavailable } from "../error/service_errors.ts"
import { appAddress } from "../run/app_address.ts"

type Workflows = WorkflowStore["Service"]
type Unreadable = StoredValueUnreadable | StoreUnavailable

/** The version that an app runs now. */
export const publishedVersion = (
  workflows: Workflows,
  app: App
): Effect.Effect<WorkflowVersion, AppUnavailable | Unreadable> =>
  Effect.flatMap(workflows.published(appAddress(app)), (version) =>
    version === undefined ? new AppUnavailable({ message: "Workflow not published" }) : Effect.succeed(version)
  )

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** One published version of an app, by its id. */
export const pinnedVersion = (
  workflows: Workflows,
  app: App,
  workflowId: string
): Effect.Effect<WorkflowVersion, BadRequest | WorkflowNotFound | Unreadable> =>
  uuid.test(workflowId)
    ? workflows.version(appAddress(app), workflowId.toLowerCase())
    : Effect.fail(new BadRequest({ message: "Invalid workflow_id format." }))
