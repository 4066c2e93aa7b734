import { Effect } from "effect"
import { NodeTimeLimitExceeded } from "../error/run_errors.ts"
import type { NodeOutcome } from "../node/define_node.ts"
import { NodeFailure } from "../node/node_failure.ts"
import type { NodeResult } from "../node/node_result.ts"
import type { ValueObject } from "../value/value.ts"
import { answerMock, lacksMock, mockMissing } from "./answer_mock.ts"
import type { DurableStart } from "./durable_start.ts"
import type { RunAccepted } from "./fact.ts"
import { defectFailure } from "./node_conclusion.ts"
import type { NodeExecution } from "./node_execution.ts"
import { readOutcome } from "./read_outcome.ts"

/** A node at work that needs to wait. */
export type NodeEffect = Effect.Effect<NodeResult, NodeFailure>

/** Answers of an earlier run, given instead of running the node; undefined runs it. */
export type RecordedAnswers = (execution: NodeExecution) => NodeResult | NodeFailure | undefined

const toEffect = (outcome: NodeOutcome<never>): NodeEffect => {
  if (Effect.isEffect(outcome)) return outcome
  return outcome instanceof NodeFailure ? Effect.fail(outcome) : Effect.succeed(outcome)
}

/** What executions have of their run. */
export interface NodeSurroundings {
  readonly accepted: RunAccepted
  readonly recorded: RecordedAnswers | undefined
  /** Where nodes wait until it is durable that they begin. */
  readonly starts: DurableStart | undefined
}

const answer = ({ accepted }: NodeSurroundings, execution: NodeExecution, mock: ValueObject | undefined) => {
  if (mock !== undefined) return answerMock(execution, mock)
  return lacksMock(accepted, execution.node)
    ? new NodeFailure(mockMissing(execution.node))
    : execution.node.bound.run(execution)
}

const begin = (run: NodeSurroundings, execution: NodeExecution, mock: ValueObject | undefined): NodeOutcome<never> => {
  // The one place where foreign synchronous code runs outside an Effect: what it throws is a defect of that node.
  try {
    const outcome = run.recorded?.(execution) ?? answer(run, execution, mock)
    return Effect.isEffect(outcome) ? outcome : readOutcome(execution.node, outcome, run.accepted.limits.outputSize)
  } catch (defect) {
    return defectFailure(execution.node, defect)
  }
}

const limitTime = ({ accepted }: NodeSurroundings, execution: NodeExecution, effect: NodeEffect): NodeEffect => {
  const { nodeTime, time } = accepted.limits
  if (nodeTime >= time) return effect
  const message = `Node ${execution.nodeId} took longer than ${(nodeTime / 1000).toFixed(2)}s`
  return Effect.timeoutOrElse(effect, {
    duration: nodeTime,
    orElse: () => Effect.fail(new NodeFailure(new NodeTimeLimitExceeded({ message }), { type: "TimeoutError" }))
  })
}

/**
 * Gets the outcome of an execution: from its mock, from an earlier run, or from the node itself within its time. What
 * needs no waiting comes back as its outcome.
 */
export const runNode = (
  run: NodeSurroundings,
  execution: NodeExecution,
  mock: ValueObject | undefined
): NodeResult | NodeFailure | NodeEffect => {
  if (mock === undefined && run.starts?.isNeeded(execution.node) === true) {
    const later = Effect.suspend(() => toEffect(begin(run, execution, mock)))
    return Effect.andThen(run.starts.wait(), limitTime(run, execution, later))
  }
  const outcome = begin(run, execution, mock)
  return Effect.isEffect(outcome) ? limitTime(run, execution, outcome) : outcome
}
