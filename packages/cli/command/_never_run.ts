import { acceptRun, type StoredRun, WorkflowRunner } from "@flowglass/core"
import { Effect } from "effect"
import { withSource } from "../error/error_source.ts"

const nothing = { inputs: {}, files: [], environment: {}, conversation: {}, mocks: {} }

/** A workflow file seen as a run that never started: all its declared outputs are pending. */
export const neverRun = Effect.fnUntraced(function* (file: string) {
  const runner = yield* WorkflowRunner
  const workflow = yield* Effect.mapError(runner.load(file), withSource(file))
  const { graph } = workflow.compiled
  const accepted = { ...acceptRun(graph, nothing, {}, `${file} (never run)`, 0), seq: 1, epoch: 1, version: 1 } as const
  const run: StoredRun = { accepted, graph, facts: () => [accepted], subscribe: () => () => undefined }
  return run
})
