import { HttpApi, OpenApi } from "effect/http-api"
import { serverVersion } from "../serve/response_headers.ts"
import { accountGroup } from "./account_group.ts"
import { apiKeyGroup } from "./api_key_group.ts"
import { appGroup } from "./app_group.ts"
import { draftGroup } from "./draft_group.ts"
import { draftRunGroup } from "./draft_run_group.ts"
import { inspectorGroup } from "./inspector_group.ts"
import { pausedRunGroup } from "./paused_run_group.ts"
import { sessionGroup } from "./session_group.ts"
import { systemGroup } from "./system_group.ts"
import { workflowRunGroup } from "./workflow_run_group.ts"
import { workspaceGroup } from "./workspace_group.ts"

/** Dify's console API: sign-in by cookies, apps, drafts, runs and the Inspector. */
export class ConsoleApi extends HttpApi.make("console")
  .add(
    systemGroup,
    sessionGroup,
    accountGroup,
    workspaceGroup,
    appGroup,
    apiKeyGroup,
    draftGroup,
    draftRunGroup,
    workflowRunGroup,
    pausedRunGroup,
    inspectorGroup
  )
  .prefix("/console/api")
  .annotate(OpenApi.Title, "Console API")
  .annotate(OpenApi.Version, serverVersion) {}
