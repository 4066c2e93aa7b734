import { Effect, Result } from "effect"
import type { WorkflowMode } from "../graph/run_graph.ts"
import type { JsonObject, WorkflowContent } from "../store/workflow_store.ts"
import { type PlainObject, toPlain } from "../value/to_plain.ts"
import { isValueObject, property } from "../value/value_object.ts"
import { readAppHeader } from "./app_header.ts"
import { findGraph } from "./find_graph.ts"
import { type DslError, dslErrorOf } from "./problem.ts"
import { ProblemList } from "./problem_list.ts"
import { readYaml } from "./read_yaml.ts"
import { yamlProblem } from "./yaml_problem.ts"

/** An app as its file has it: what an import stores. */
export interface AppFile {
  readonly name: string
  readonly description: string
  readonly mode: WorkflowMode
  readonly iconType: string | null
  readonly icon: string | null
  readonly iconBackground: string | null
  readonly useIconAsAnswerIcon: boolean
  readonly content: WorkflowContent
}

type Plain = ReturnType<typeof toPlain>

const isObject = (data: Plain | undefined): data is PlainObject =>
  typeof data === "object" && data !== null && !Array.isArray(data)

const objects = (data: Plain | undefined): ReadonlyArray<JsonObject> =>
  Array.isArray(data) ? data.filter(isObject) : []

const textOrNull = (data: Plain | undefined): string | null => (typeof data === "string" && data !== "" ? data : null)

const iconOf = (about: PlainObject) => ({
  iconType: textOrNull(about.icon_type),
  icon: textOrNull(about.icon),
  iconBackground: textOrNull(about.icon_background),
  useIconAsAnswerIcon: about.use_icon_as_answer_icon === true
})

/** Files need no ids of variables; what is stored does. */
const withIds = (variables: ReadonlyArray<JsonObject>): ReadonlyArray<JsonObject> =>
  variables.map((variable) => (variable.id === undefined ? { ...variable, id: variable.name } : variable))

/**
 * Reads a Dify file as an app to be stored. What stands in the graph is not judged: a draft may be wrong, and running it
 * says so. Fails when there is no workflow in the file: `dsl_yaml_invalid`, `dsl_workflow_missing`,
 * `dsl_mode_unsupported` and the like.
 *
 * @example
 * ```ts
 * import { Effect } from "effect"
 * import { readAppFile } from "@flowglass/core"
 *
 * const text = "app: {name: Greeter, mode: workflow}\nworkflow: {graph: {nodes: [], edges: []}}"
 * const app = Effect.runSync(readAppFile(text, "greeter.yml"))
 * app.name // => "Greeter"
 * Object.keys(app.content.graph) // => ["nodes", "edges"]
 * ```
 */
export const readAppFile = (text: string, fallbackName: string): Effect.Effect<AppFile, DslError> =>
  Effect.suspend(() => {
    const yaml = readYaml(text)
    if (Result.isFailure(yaml)) return failWith([yamlProblem(yaml.failure)])
    const problems = new ProblemList(yaml.success)
    const file = yaml.success.value
    if (!isValueObject(file)) {
      problems.add("dsl_expected_mapping", "", "a workflow file is a mapping with app and workflow")
      return failWith(problems.sorted)
    }
    const header = readAppHeader(file, problems)
    const found = problems.has("dsl_mode_unsupported") ? undefined : findGraph(file, header, problems)
    const errors = problems.sorted.filter(({ severity }) => severity === "error")
    if (found === undefined || errors.length > 0) return failWith(errors)
    const graph = toPlain(found.graph)
    const beside = (name: string): Plain | undefined => {
      const value = property(found.workflow, name)
      return value === undefined ? undefined : toPlain(value)
    }
    const features = beside("features")
    const app = property(file, "app")
    const about = app === undefined ? {} : toPlain(app)
    return Effect.succeed<AppFile>({
      name: header.name ?? fallbackName,
      description: header.description,
      mode: header.mode,
      ...iconOf(isObject(about) ? about : {}),
      content: {
        graph: isObject(graph) ? graph : {},
        features: isObject(features) ? features : {},
        environmentVariables: withIds(objects(beside("environment_variables"))),
        conversationVariables: withIds(objects(beside("conversation_variables")))
      }
    })
  })

const failWith = (problems: Parameters<typeof dslErrorOf>[0]): Effect.Effect<never, DslError> => {
  const error = dslErrorOf(problems)
  return error === undefined ? Effect.die("A file without problems was refused.") : Effect.fail(error)
}
