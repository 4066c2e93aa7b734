import { type DslError, replayRun, type StoredRun, WorkflowRunner, type WorkflowSource } from "@flowglass/core"
import { Effect } from "effect"
import { diffRuns, type RunDiff } from "../diff/diff_runs.ts"
import { recordedAnswers } from "./recorded_answers.ts"
import { workflowText } from "./workflow_text.ts"

/** How a record is tested. */
export interface TestRecordOptions {
  /** Another version of the workflow to test with the recorded answers; the recorded graph unless given. */
  readonly workflow?: WorkflowSource
}

/**
 * Runs a recorded run again, offline: nodes that leave the process get the answers they got then, all others really
 * run. What differs is what changed in the workflow or in Flowglass.
 *
 * Fails with the codes of a workflow file when the graph of the record cannot be loaded any more.
 */
export const testRecord = Effect.fn("testRecord")(function* (
  run: StoredRun,
  options: TestRecordOptions = {}
): Effect.fn.Return<RunDiff, DslError, WorkflowRunner> {
  const runner = yield* WorkflowRunner
  const workflow = yield* runner.load(options.workflow ?? { text: workflowText(run.graph) })
  const answers = recordedAnswers(run)
  const replayed = yield* replayRun(workflow, run.accepted, ({ frame, node }) =>
    node.bound.description.external === true ? answers(frame.index, node.id) : undefined
  )
  return diffRuns(run, replayed)
})
