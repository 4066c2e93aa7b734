import { randomBytes } from "node:crypto"
import { fileURLToPath } from "node:url"
import {
  type Account,
  AccountStore,
  type App,
  AppStore,
  readAppFile,
  TenantStore,
  WorkflowStore,
  type WorkflowVersion
} from "@flowglass/core"
import { AppRunner, graphHash, Passwords } from "@flowglass/http"
import { Effect, FileSystem } from "effect"

const file = fileURLToPath(new URL("../demo/weather_note.yml", import.meta.url))

/** Who signs in after the first start. */
export const localEmail = "you@localhost"

/** The first account of this installation, made unless there is one. */
const openAccount = Effect.gen(function* () {
  const accounts = yield* AccountStore
  const tenants = yield* TenantStore
  const known = yield* accounts.findByEmail(localEmail)
  if (known !== undefined) return { account: known, membership: yield* tenants.current(known.id), password: undefined }
  if ((yield* accounts.setupAt) !== undefined) return undefined
  const password = `${randomBytes(9).toString("base64url")}-1a`
  const passwords = yield* Passwords
  const passwordHash = yield* passwords.hash(password)
  const { account } = yield* accounts.setUp({ email: localEmail, name: "You", passwordHash })
  return { account, membership: yield* tenants.current(account.id), password }
})

/** The draft of the example, told where its weather comes from today. */
const openDraft = Effect.fnUntraced(function* (app: App, by: string, origin: string) {
  const workflows = yield* WorkflowStore
  const address = { tenantId: app.tenantId, appId: app.id }
  const kept = yield* Effect.catchTag(workflows.draft(address), "draft_workflow_not_exist", () => Effect.undefined)
  const text = Effect.flatMap(FileSystem.FileSystem, (system) => Effect.orDie(system.readFileString(file)))
  const content = kept ?? (yield* Effect.orDie(Effect.flatMap(text, (read) => readAppFile(read, app.name)))).content
  const environmentVariables = content.environmentVariables.map((variable) =>
    variable.name === "WEATHER_URL" ? { ...variable, value: origin } : variable
  )
  return yield* workflows.saveDraft({
    ...address,
    mode: "workflow",
    expectedHash: kept?.hash ?? null,
    hash: graphHash(content.graph),
    by,
    content: { ...content, environmentVariables }
  })
})

const exampleName = "Weather note"

/** What the first start shows. */
export interface OpenedExample {
  /** Undefined unless this start made the account. */
  readonly password: string | undefined
  readonly app: App
  readonly runId: string
  readonly status: string
  /** Milliseconds. */
  readonly elapsed: number
}

const run = Effect.fnUntraced(function* (app: App, workflow: WorkflowVersion, { id, name, email }: Account) {
  const runner = yield* AppRunner
  const active = yield* runner.start({
    app,
    workflow,
    starter: { role: "account", id, name, email },
    trigger: "debugging",
    inputs: { name: "Ada", city: "Lisbon" }
  })
  return yield* active.run.result
})

/**
 * The example app of a local installation: made with the first account when there is none, run once at every start.
 * Undefined for an installation that somebody else set up.
 */
export const openExample = Effect.fnUntraced(function* (origin: string) {
  const opened = yield* openAccount
  if (opened?.membership === undefined) return undefined
  const { account, membership, password } = opened
  const apps = yield* AppStore
  const tenantId = membership.tenant.id
  const found = yield* apps.list(tenantId, { name: exampleName, page: 1, limit: 1 })
  const isFirst = password !== undefined
  if (found.items[0] === undefined && !isFirst) return undefined
  const app =
    found.items[0] ?? (yield* apps.create({ tenantId, name: exampleName, mode: "workflow", createdBy: account.id }))
  const workflow = yield* openDraft(app, account.id, origin)
  const { run_id: runId, status, elapsed_ms: elapsed } = yield* run(app, workflow, account)
  const example: OpenedExample = { password, app, runId, status, elapsed }
  return example
})
