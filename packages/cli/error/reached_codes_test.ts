import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import type {
  AccountStore,
  AppKeyStore,
  AppStore,
  SessionStore,
  TenantStore,
  WorkflowRunner,
  WorkflowStore
} from "@flowglass/core"
import {
  agentErrors,
  assignerErrors,
  classifierErrors,
  codeOutputErrors,
  conditionErrors,
  containerErrors,
  datasourceErrors,
  documentErrors,
  dslErrors,
  graphErrors,
  httpRequestErrors,
  inputErrors,
  knowledgeErrors,
  listErrors,
  llmErrors,
  modelErrors,
  outboundErrors,
  sandboxErrors,
  templateErrors,
  toolErrors
} from "@flowglass/core/error"
import { builtinNodes } from "@flowglass/core/node/builtin"
import type { layerPglite, layerPostgres } from "@flowglass/core/store/sql"
import type { Inspector, layerEngine, readRecord } from "@flowglass/inspector"
import type { Effect, Layer, Result } from "effect"
import type * as Command from "effect/cli/Command"
import type { HttpApi, HttpApiEndpoint, HttpApiGroup } from "effect/http-api"
import type { FlowglassApi } from "../../http/openapi/flowglass_api.ts"
import type { everyCommand } from "../command/_every_command.ts"
import type { ErrorCode } from "../known_error.ts"
import type { ReadOutputs } from "../promise_run.ts"
import { catalogue } from "./catalogue.ts"

const packages = join(import.meta.dirname, "../..")

const isRaising = (path: string): boolean => !/_test\.ts$|\/_test_|(^|\/)(node_modules|fixtures|bench)\//.test(path)

/** Code without comments, imports, type arguments and lists of classes: naming a class there raises nothing. */
const raisingCode = (text: string): string => {
  const bare = text
    .replaceAll(/^\s*(\/\*[\s\S]*?\*\/|\/\/.*)$/gm, "")
    .replaceAll(/^(import|export) [^;]*? from "[^"]+"$/gm, "")
    .replaceAll(/\[[\s.,\w]*\]/g, "")
  const inner = /<[\w\s.,|"[\]]*>/g
  return bare.replaceAll(inner, "").replaceAll(inner, "")
}

/** The sources that can raise a code: all but those that declare codes. */
const sources = globSync("*/**/*.ts", { cwd: packages, exclude: (path) => path.endsWith("node_modules") })
  .filter(isRaising)
  .map((path) => ({ path, text: readFileSync(join(packages, path), "utf8") }))
  .filter(({ text }) => !text.includes("extends defineError<"))
  .map(({ path, text }) => ({ path, text: raisingCode(text) }))

const anySource = (pattern: RegExp, folder = ""): boolean =>
  sources.some(({ path, text }) => path.startsWith(folder) && pattern.test(text))

/** Codes that are raised in a way the scan cannot see. */
const raisedElsewhere: ReadonlyMap<string, string> = new Map([
  ["dsl_environment_variable_invalid", "workflow_variables.ts makes the code from the kind of variable"],
  ["dsl_conversation_variable_invalid", "workflow_variables.ts makes the code from the kind of variable"],
  ["node_requirement_missing", "for node types of hosts; preflight_test.ts has one that raises it"]
])

type Failure<T> =
  T extends Effect.Effect<unknown, infer E, unknown> ? E : T extends Result.Result<unknown, infer E> ? E : never
type CodeOf<E> = Extract<E, { readonly code: string }>["code"]
type ServiceCode<Service> = {
  [Name in keyof Service]: Service[Name] extends (...args: never) => infer Returned ? CodeOf<Failure<Returned>> : never
}[keyof Service]

/** What the stores can fail with, from their types. */
type StoreCode =
  | ServiceCode<AccountStore["Service"]>
  | ServiceCode<TenantStore["Service"]>
  | ServiceCode<SessionStore["Service"]>
  | ServiceCode<AppStore["Service"]>
  | ServiceCode<WorkflowStore["Service"]>
  | ServiceCode<AppKeyStore["Service"]>
  | CodeOf<Layer.Error<ReturnType<typeof layerPglite>>>
  | CodeOf<Layer.Error<ReturnType<typeof layerPostgres>>>

/** What the public functions can fail with, from their types. */
type FunctionCode =
  | StoreCode
  | ServiceCode<WorkflowRunner["Service"]>
  | ServiceCode<Inspector["Service"]>
  | CodeOf<Failure<ReturnType<typeof readRecord>>>
  | CodeOf<Layer.Error<ReturnType<typeof layerEngine>>>
  | CodeOf<Failure<ReturnType<ReadOutputs<unknown>>>>

/** What the verbs of the command line can fail with, from their types. */
type VerbCode = CodeOf<Command.Error<(typeof everyCommand)[number]["commands"][number]>>

type GroupOf<Api> = Api extends HttpApi.HttpApi<string, infer Group> ? Group : never

/** What routes answer, from their schemas. */
type RouteCode = CodeOf<HttpApiEndpoint.Errors<HttpApiGroup.Endpoints<GroupOf<typeof FlowglassApi>>>>

/** What nodes can fail with. The test below holds it against the built-in node types. */
const nodeErrors = [
  ...agentErrors,
  ...assignerErrors,
  ...classifierErrors,
  ...codeOutputErrors,
  ...conditionErrors,
  ...containerErrors,
  ...datasourceErrors,
  ...documentErrors,
  ...httpRequestErrors,
  ...listErrors,
  ...knowledgeErrors,
  ...llmErrors,
  ...modelErrors,
  ...toolErrors,
  ...outboundErrors,
  ...sandboxErrors,
  ...templateErrors
] as const

type NodeCode = (typeof nodeErrors)[number]["declaration"]["code"]

/** Every other code, and where it shows. The compiler refuses a code that is missing here, and one too many. */
const others: Record<Exclude<ErrorCode, FunctionCode | VerbCode | RouteCode | NodeCode>, string> = {
  run_defect: "a fault of the engine, or a value too large for it: the result and the record of the run",
  node_defect: "a node execution: its code threw",
  branch_handle_missing: "a node execution: a node type of a host chose no branch",
  mock_failure: "a node execution: a mock said so",
  answer_not_recorded: "a node execution: an offline replay went another way",
  node_interrupted: "a node execution: its run ended",
  node_time_limit_exceeded: "a node execution: the engine stopped it",
  run_stopped: "the result of a run",
  run_time_limit_exceeded: "the result of a run",
  run_step_limit_exceeded: "the result of a run",
  run_size_limit_exceeded: "the result of a run",
  run_crash_limit_exceeded: "the result of a run",
  human_input_time_limit_exceeded: "the result of a run",
  flowglass_closed: "any call of the promise entry after its close",
  host_argument_invalid: "any call of the promise entry",
  verb_unknown: "any command line: usage_error_of.ts",
  option_unknown: "any command line: usage_error_of.ts",
  argument_unexpected: "any command line: usage_error_of.ts",
  output_not_writable: "any command line: main.ts",
  method_not_allowed: "any HTTP request: the envelope, for a method the address does not know",
  request_header_fields_too_large: "any HTTP request: node_server.ts, before any route",
  request_timeout: "any HTTP request: node_server.ts, before any route",
  server_shutting_down: "GET /ready of a server that ends: health_routes.ts"
}

const nodeCodes = new Set<string>(
  builtinNodes.flatMap(({ description }) => description.errors.map(({ declaration }) => declaration.code))
)

describe("every code", () => {
  it("is raised by code that is no test", () => {
    const problemCodes = new Set<string>(
      [...dslErrors, ...graphErrors, ...inputErrors].map(({ declaration }) => declaration.code)
    )
    const isRaised = (Declared: (typeof catalogue)[number]): boolean => {
      const { code } = Declared.declaration
      // Made, or handed over to what makes it: `new RenderFailure(TemplateTypeMismatch, reason)`.
      const isMade = anySource(new RegExp(`new ${Declared.name}\\(|[(,]\\s*${Declared.name},\\s*["'\`\\w]`))
      // Problems of files and inputs are data with a code, which problem.ts and input_problem.ts make errors of.
      return isMade || (problemCodes.has(code) && anySource(new RegExp(`"${code}"`), "core/dsl/"))
    }
    const silent = catalogue.filter((Declared) => !isRaised(Declared)).map(({ declaration }) => declaration.code)
    assert.deepStrictEqual(silent.toSorted(), [...raisedElsewhere.keys()].toSorted())
  })

  it("is raised by a node, a public function, a verb, or as said here", () => {
    for (const { declaration } of nodeErrors) assert.isTrue(nodeCodes.has(declaration.code), declaration.code)
    for (const code of Object.keys(others)) assert.isFalse(nodeCodes.has(code), code)
  })
})
