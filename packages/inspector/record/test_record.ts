import {
  type DslError,
  replayRun,
  type StoredRun,
  WorkflowRunner,
  type WorkflowSource,
  workflowText
} from "@flowglass/core"
import { Clock, Effect } from "effect"
import { diffRuns, type RunDiff, type SilentChange } from "../diff/diff_runs.ts"
import { answeredNodes, offlineWorkflow } from "./offline_workflow.ts"
import { RecordedAnswers } from "./recorded_answers.ts"

/** How a record is tested. */
export interface TestRecordOptions {
  /** Another version of the workflow to test with the recorded answers; the recorded graph unless given. */
  readonly workflow?: WorkflowSource
}

const recorded = (): undefined => undefined

/**
 * Runs a recorded run again, offline: nodes that leave the process or were mocked get the answers they got then, in the
 * order they got them; all others really run. What differs is what changed in the workflow or in Flowglass. A node that
 * would leave the process and has no recorded answer fails with `answer_not_recorded`.
 *
 * Fails with the codes of a workflow file when the graph of the record cannot be loaded any more.
 *
 * @example
 * ```ts
 * import { RunStore, WorkflowRunner } from "@flowglass/core"
 * import { layerMemory, testRecord } from "@flowglass/inspector"
 * import { Effect } from "effect"
 *
 * const workflow = (greeting: string) => JSON.stringify({
 *   app: { mode: "workflow" },
 *   workflow: { graph: {
 *     nodes: [
 *       { id: "start", data: { type: "start", variables: [] } },
 *       { id: "greet", data: { type: "template-transform", template: greeting, variables: [] } },
 *       { id: "end", data: { type: "end", outputs: [{ variable: "text", value_selector: ["greet", "output"] }] } }
 *     ],
 *     edges: [{ source: "start", target: "greet" }, { source: "greet", target: "end" }]
 *   } }
 * })
 * const program = Effect.gen(function* () {
 *   const { run_id } = yield* Effect.flatMap(WorkflowRunner, (runner) => runner.run({ text: workflow("Hello") }))
 *   const run = yield* Effect.flatMap(RunStore, (store) => store.find(run_id))
 *   if (run === undefined) return []
 *   const same = yield* testRecord(run)
 *   const changed = yield* testRecord(run, { workflow: { text: workflow("Good day") } })
 *   return [same.equal, changed.first]
 * })
 * await Effect.runPromise(Effect.provide(program, layerMemory)) // => [true, "greet"]
 * ```
 */
export const testRecord = Effect.fn("testRecord")(function* (
  run: StoredRun,
  options: TestRecordOptions = {}
): Effect.fn.Return<RunDiff, DslError, WorkflowRunner> {
  const runner = yield* WorkflowRunner
  const workflow = yield* runner.load(options.workflow ?? { text: workflowText(run.graph) })
  const { accepted } = run
  // The time limit counts from now.
  const again = { ...accepted, at: yield* Clock.currentTimeMillis, mocks: {}, mockExternals: false }
  const offline = offlineWorkflow(workflow, accepted, new RecordedAnswers(run))
  const replayed = yield* replayRun(offline, again, recorded)
  const diff = diffRuns(run, {
    accepted,
    graph: replayed.graph,
    facts: () => replayed.facts(),
    subscribe: () => () => undefined
  })
  const isAnswered = answeredNodes(workflow, accepted)
  const changed = diff.changed.map(({ node_id, answer }): SilentChange => {
    return { node_id, answer: answer !== "none" && isAnswered.has(node_id) ? "recorded" : answer }
  })
  return { ...diff, changed }
})
