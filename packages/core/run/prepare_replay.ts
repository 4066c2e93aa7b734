import { Effect } from "effect"
import { type StartInputError, validateInputs } from "../dsl/start_inputs.ts"
import { triggerInputs } from "../dsl/trigger_inputs.ts"
import type { RequirementError } from "../error/requirement_error.ts"
import { NodeNotInReplayedRun, type PreflightFailed } from "../error/run_errors.ts"
import type { StoredRun } from "../store/run_store.ts"
import type { ValueRefusal } from "../value/from_unknown.ts"
import type { Value, ValueObject } from "../value/value.ts"
import { objectFrom } from "../value/value_object.ts"
import { engineVersion } from "./engine_version.ts"
import type { RunAccepted } from "./fact.ts"
import { preflight } from "./preflight.ts"
import { isMockedBy } from "./prepare_run.ts"
import type { ReplayOptions } from "./replay_options.ts"
import { replayedWorkflow, reusedNodes } from "./replayed_workflow.ts"
import { takesAnyInputs } from "./takes_any_inputs.ts"
import type { Workflow } from "./workflow.ts"

/** What can be wrong with how a run is replayed. */
export type PrepareReplayError =
  | NodeNotInReplayedRun
  | PreflightFailed
  | RequirementError
  | StartInputError
  | ValueRefusal

/** A replay that can begin: its workflow, and what it is accepted with but for its id and time. */
export interface PreparedReplay {
  readonly workflow: Workflow
  readonly accept: (runId: string, at: number) => Omit<RunAccepted, "seq" | "epoch" | "version">
}

const changed = (values: ValueObject, changes: Iterable<readonly [string, Value]>): ValueObject =>
  objectFrom([...Object.entries(values), ...changes])

const inputsOf = (workflow: Workflow, { accepted }: StoredRun, given: NonNullable<ReplayOptions["inputs"]>) =>
  Effect.gen(function* () {
    const named = workflow.startVariables.filter(({ variable }) => Object.hasOwn(given, variable))
    const values = yield* takesAnyInputs(workflow)
      ? Effect.fromResult(triggerInputs(given))
      : Effect.fromResult(validateInputs(named, given))
    return changed(accepted.inputs, Object.entries(values))
  })

/** Checks how a run is to be replayed, before anything runs. */
export const prepareReplay = Effect.fnUntraced(function* (
  loaded: Workflow,
  replayed: StoredRun,
  { from, inputs = {} }: ReplayOptions
): Effect.fn.Return<PreparedReplay, PrepareReplayError> {
  const { seq: _, epoch: __, version: ___, ...accepted } = replayed.accepted
  if (from !== undefined && !loaded.compiled.graph.nodes.some(({ id }) => id === from)) {
    const message = `The run has no node ${JSON.stringify(from.slice(0, 100))}.`
    return yield* new NodeNotInReplayedRun({ message })
  }
  const values = yield* inputsOf(loaded, replayed, inputs)
  const reused = from === undefined ? new Set<string>() : reusedNodes(loaded, from)
  const isMocked = isMockedBy(accepted.mocks, accepted.mockExternals)
  yield* preflight(loaded, (node) => reused.has(node.id) || isMocked(node), accepted.mockExternals)
  return {
    workflow: from === undefined ? loaded : replayedWorkflow(loaded, replayed, from),
    accept: (runId, at) => ({
      ...accepted,
      at,
      runId,
      engine: engineVersion,
      inputs: values,
      system: changed(accepted.system, [["workflow_run_id", runId]]),
      parent: { runId: accepted.runId, ...(from === undefined ? {} : { node: from }) }
    })
  }
})
