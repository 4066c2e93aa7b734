import { fileURLToPath } from "node:url"
import {
  type Account,
  AccountStore,
  type App,
  AppStore,
  type JsonObject,
  RunStore,
  readAppFile,
  TenantStore,
  WorkflowStore,
  type WorkflowVersion
} from "@flowglass/core"
import { AppRunner, graphHash, Passwords } from "@flowglass/http"
import { Effect, FileSystem } from "effect"
import { newPassword } from "../administration/new_password.ts"
import { weatherPath } from "./example_weather.ts"

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
  const password = yield* newPassword
  const passwords = yield* Passwords
  const passwordHash = yield* passwords.hash(password)
  const { account } = yield* accounts.setUp({ email: localEmail, name: "You", passwordHash })
  return { account, membership: yield* tenants.current(account.id), password }
})

const bundled = Effect.gen(function* () {
  const text = yield* (yield* FileSystem.FileSystem).readFileString(file)
  return (yield* readAppFile(text, exampleName)).content
}).pipe(Effect.orDie)

/** What the bundled file has. */
const bundledWeather = "http://127.0.0.1:8787"

/** Where the example's weather comes from, unless somebody has it come from elsewhere: the port may be another one. */
const hereFrom = (weather: string) => (variable: JsonObject) => {
  const { name, value } = variable
  const isOurs = typeof value === "string" && (value === bundledWeather || value.endsWith(weatherPath))
  return name === "WEATHER_URL" && isOurs && value !== weather ? { ...variable, value: weather } : variable
}

/** The draft of the example, told where its weather comes from today. */
const openDraft = Effect.fnUntraced(function* (app: App, by: string, weather: string) {
  const workflows = yield* WorkflowStore
  const address = { tenantId: app.tenantId, appId: app.id }
  const kept = yield* Effect.catchTag(workflows.draft(address), "draft_workflow_not_exist", () => Effect.undefined)
  const content = kept ?? (yield* bundled)
  const environmentVariables = content.environmentVariables.map(hereFrom(weather))
  const isSame = environmentVariables.every((variable, index) => variable === content.environmentVariables[index])
  if (kept !== undefined && isSame) return kept
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

/** What a start shows. */
export interface OpenedExample {
  /** Undefined unless this start made the account. */
  readonly password: string | undefined
  readonly app: App
  readonly runId: string
  readonly status: string
  /** Milliseconds. */
  readonly elapsed: number
}

type ExampleRun = Pick<OpenedExample, "runId" | "status" | "elapsed">

/** The latest run of the draft that went well. */
const keptRun = Effect.fnUntraced(function* ({ tenantId, id }: App) {
  const runs = yield* RunStore
  const { items } = yield* runs.page({ tenantId, appId: id, trigger: "debugging", status: "succeeded", limit: 1 })
  const [latest] = items
  if (latest === undefined) return undefined
  const kept: ExampleRun = { runId: latest.id, status: latest.status, elapsed: latest.elapsed }
  return kept
})

const newRun = Effect.fnUntraced(function* (app: App, workflow: WorkflowVersion, { id, name, email }: Account) {
  const runner = yield* AppRunner
  const { run } = yield* runner.start({
    app,
    workflow,
    starter: { role: "account", id, name, email },
    trigger: "debugging",
    inputs: { name: "Ada", city: "Lisbon" }
  })
  const { status, elapsed_ms } = yield* run.result
  const made: ExampleRun = { runId: run.id, status, elapsed: elapsed_ms }
  return made
})

/**
 * The example app of a local installation: made with the first account and run once, and found again at later starts.
 * Undefined for an installation that somebody else set up, or whose example was deleted.
 */
export const openExample = Effect.fnUntraced(function* (weather: string) {
  const opened = yield* openAccount
  if (opened?.membership === undefined) return undefined
  const { account, membership, password } = opened
  const apps = yield* AppStore
  const tenantId = membership.tenant.id
  const { items } = yield* apps.list(tenantId, { name: exampleName, page: 1, limit: 1 })
  const isFirst = password !== undefined
  if (items[0] === undefined && !isFirst) return undefined
  const app = items[0] ?? (yield* apps.create({ tenantId, name: exampleName, mode: "workflow", createdBy: account.id }))
  const workflow = yield* openDraft(app, account.id, weather)
  const run = (yield* keptRun(app)) ?? (yield* newRun(app, workflow, account))
  const example: OpenedExample = { password, app, ...run }
  return example
})
