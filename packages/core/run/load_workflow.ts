import { Effect } from "effect"
import { type DslError, dslErrorOf } from "../dsl/problem.ts"
import { type ReadOptions, readWorkflow, readWorkflowData, type WorkflowReading } from "../dsl/read_workflow.ts"
import { readWorkflowFile } from "../dsl/read_workflow_file.ts"
import type { NodeRegistry } from "../node/node_registry.ts"
import { compileWorkflow } from "./compile_workflow.ts"
import type { Workflow } from "./workflow.ts"

/** Where a workflow comes from: the path of a Dify file, its text, its data, or one that was loaded already. */
export type WorkflowSource = string | { readonly text: string } | { readonly data: unknown } | Workflow

const readSource = (
  source: Exclude<WorkflowSource, Workflow>,
  registry: NodeRegistry["Service"],
  options: ReadOptions
): Effect.Effect<WorkflowReading, DslError> => {
  if (typeof source === "string") return readWorkflowFile(source, registry, options)
  return Effect.sync(() =>
    "text" in source ? readWorkflow(source.text, registry, options) : readWorkflowData(source.data, registry, options)
  )
}

/** Reads, validates and compiles a workflow. All problems of a file are reported together. */
export const loadWorkflow = Effect.fn("WorkflowRunner.load")(function* (
  source: WorkflowSource,
  registry: NodeRegistry["Service"],
  options: ReadOptions = {}
): Effect.fn.Return<Workflow, DslError> {
  if (typeof source !== "string" && "compiled" in source) return source
  const read = yield* readSource(source, registry, options)
  const errors = read.problems.filter((problem) => problem.severity === "error")
  const error = dslErrorOf(errors)
  if (error !== undefined) return yield* error
  return compileWorkflow(read.document, read.problems)
})
