import { Effect } from "effect"
import { type DslError, dslErrorOf } from "../dsl/problem.ts"
import { readWorkflow } from "../dsl/read_workflow.ts"
import { readWorkflowFile } from "../dsl/read_workflow_file.ts"
import type { NodeRegistry } from "../node/node_registry.ts"
import { compileWorkflow } from "./compile_workflow.ts"
import type { Workflow } from "./workflow.ts"

/** Where a workflow comes from: the path of a Dify file, its text, or one that was loaded already. */
export type WorkflowSource = string | { readonly text: string } | Workflow

/** Reads, validates and compiles a workflow. All problems of a file are reported together. */
export const loadWorkflow = Effect.fn("WorkflowRunner.load")(function* (
  source: WorkflowSource,
  registry: NodeRegistry["Service"]
): Effect.fn.Return<Workflow, DslError> {
  if (typeof source !== "string" && "compiled" in source) return source
  const read =
    typeof source === "string" ? yield* readWorkflowFile(source, registry) : readWorkflow(source.text, registry)
  const errors = read.problems.filter((problem) => problem.severity === "error")
  const error = dslErrorOf(errors)
  if (error !== undefined) return yield* error
  return compileWorkflow(read.document, read.problems)
})
