import type { WorkflowMode } from "../graph/run_graph.ts"
import { numberText, pythonText } from "../value/python_text.ts"
import type { Value, ValueObject } from "../value/value.ts"
import { isValueObject, property } from "../value/value_object.ts"
import { type BasicMode, basicModes, isBasicMode } from "./model_config/basic_mode.ts"
import type { ProblemList } from "./problem_list.ts"

/** The newest version of the DSL that is known here: Dify 1.14.2's. */
export const newestVersion = "0.6.0"

/** What a file says of itself before its graph. */
export interface AppHeader {
  readonly name: string | undefined
  readonly description: string
  /** How its graph runs: chat apps as chatflows, completion apps as workflows. */
  readonly mode: WorkflowMode
  /** Its own mode where it is a basic app, whose graph is made from its `model_config`. */
  readonly basicMode: BasicMode | undefined
  readonly version: string | undefined
}

const kinds = new Set(["app", "graph", "rag_pipeline"])
const versionPattern = /^\d+(?:\.\d+){1,3}$/

const text = (object: ValueObject | undefined, name: string): string | undefined => {
  const value = object === undefined ? undefined : property(object, name)
  return typeof value === "string" && value !== "" ? value : undefined
}

const isNewer = (version: string): boolean => {
  const newest = newestVersion.split(".").map(Number)
  const parts = version.split(".").map(Number)
  const index = parts.findIndex((part, place) => part !== (newest[place] ?? 0))
  return index >= 0 && (parts[index] ?? 0) > (newest[index] ?? 0)
}

const readVersion = (file: ValueObject, problems: ProblemList): string | undefined => {
  const given = property(file, "version") ?? null
  if (given === null || given === "") return undefined
  const version = typeof given === "string" ? given : (numberText(given) ?? pythonText(given))
  if (typeof given !== "string") {
    problems.warn("dsl_version_unsupported", "/version", `version must be text: write "${version}" in quotes`)
  } else if (!versionPattern.test(version)) {
    problems.warn("dsl_version_unsupported", "/version", `"${version}" is no version; ${newestVersion} is assumed`)
  } else if (isNewer(version)) {
    const message = `the file is of version ${version}, newer than ${newestVersion}, the newest known here`
    problems.warn("dsl_version_unsupported", "/version", message)
  }
  return version
}

type AppMode = Pick<AppHeader, "mode" | "basicMode">

const workflowMode: AppMode = { mode: "workflow", basicMode: undefined }

const modeNames = ["workflow", "advanced-chat", ...basicModes].join(", ")

/** Files without `app` (bare graphs) are workflows; apps say their mode. */
const readMode = (app: Value | undefined, problems: ProblemList): AppMode => {
  if (app === undefined) return workflowMode
  if (!isValueObject(app)) {
    problems.add("dsl_expected_mapping", "/app", "app must be a mapping with name and mode")
    return workflowMode
  }
  const mode = property(app, "mode")
  if (mode === "workflow" || mode === "advanced-chat") return { mode, basicMode: undefined }
  if (isBasicMode(mode)) return { mode: mode === "completion" ? "workflow" : "advanced-chat", basicMode: mode }
  const message =
    mode === undefined || mode === null
      ? `app.mode is missing; it is one of ${modeNames}`
      : `"${pythonText(mode)}" is no mode of an app; there are ${modeNames}`
  problems.add("dsl_mode_unsupported", "/app/mode", message)
  return workflowMode
}

/** Reads kind, mode, version and name; a mode that Dify does not have is a problem. */
export const readAppHeader = (file: ValueObject, problems: ProblemList): AppHeader => {
  const kind = property(file, "kind") ?? "app"
  if (typeof kind !== "string" || !kinds.has(kind)) {
    problems.warn("dsl_kind_unsupported", "/kind", `kind "${pythonText(kind)}" is not known; "app" is assumed`)
  }
  const isPipeline = kind === "rag_pipeline"
  const app = property(file, isPipeline ? "rag_pipeline" : "app")
  const about = isValueObject(app) ? app : undefined
  return {
    name: text(about, "name"),
    description: text(about, "description") ?? "",
    ...(isPipeline ? workflowMode : readMode(app, problems)),
    version: readVersion(file, problems)
  }
}
