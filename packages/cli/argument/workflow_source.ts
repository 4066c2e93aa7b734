import type { WorkflowSource } from "@flowglass/core"
import { Predicate } from "effect"
import { described } from "./described.ts"

const isWorkflow = (value: object): boolean =>
  Predicate.hasProperty(value, "compiled") &&
  Predicate.hasProperty(value.compiled, "graph") &&
  Predicate.isObject(value.compiled.graph) &&
  Predicate.hasProperty(value, "startVariables") &&
  Array.isArray(value.startVariables)

const isText = (value: object): boolean =>
  Predicate.hasProperty(value, "text") && Predicate.isString(value.text) && Object.keys(value).length === 1

/** What the data holds is for the reader of workflows to judge. */
const isData = (value: object): boolean =>
  Predicate.hasProperty(value, "data") && value.data !== undefined && Object.keys(value).length === 1

const isSource = (value: unknown): value is WorkflowSource =>
  Predicate.isString(value) || (Predicate.isObject(value) && (isWorkflow(value) || isText(value) || isData(value)))

/** A workflow at run time. */
export const workflowSource = described(
  "the path of a Dify file, { text } or { data } with what it holds and nothing else, or a workflow that was loaded",
  isSource
)
