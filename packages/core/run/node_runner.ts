import { Effect } from "effect"
import { NodeTimeLimitExceeded } from "../error/run_errors.ts"
import type { CompiledNode } from "../graph/compiled_graph.ts"
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

/** Gets the outcome of an execution: from its mock, from an earlier run, or from the node itself within its time. */
export class NodeRunner {
  readonly #accepted: RunAccepted
  readonly #recorded: RecordedAnswers | undefined
  readonly #starts: DurableStart | undefined

  /** With `starts`, nodes wait there until it is durable that they begin. */
  constructor(accepted: RunAccepted, recorded: RecordedAnswers | undefined, starts: DurableStart | undefined) {
    this.#accepted = accepted
    this.#recorded = recorded
    this.#starts = starts
  }

  /** Runs it; what needs no waiting comes back as its outcome. */
  run(execution: NodeExecution, mock: ValueObject | undefined): NodeResult | NodeFailure | NodeEffect {
    if (mock === undefined && this.#starts?.isNeeded(execution.node) === true) {
      const begin = Effect.suspend(() => toEffect(this.#begin(execution, mock)))
      return Effect.andThen(this.#starts.wait(), this.#limitTime(execution, begin))
    }
    const outcome = this.#begin(execution, mock)
    return Effect.isEffect(outcome) ? this.#limitTime(execution, outcome) : outcome
  }

  /** Checks what a node came to against what it declares and what a run may keep. */
  read(node: CompiledNode, outcome: NodeResult | NodeFailure): NodeResult | NodeFailure {
    return readOutcome(node, outcome, this.#accepted.limits.outputSize)
  }

  #begin(execution: NodeExecution, mock: ValueObject | undefined): NodeOutcome<never> {
    // The one place where foreign synchronous code runs outside an Effect: what it throws is a defect of that node.
    try {
      const outcome = this.#recorded?.(execution) ?? this.#answer(execution, mock)
      return Effect.isEffect(outcome) ? outcome : this.read(execution.node, outcome)
    } catch (defect) {
      return defectFailure(execution.node, defect)
    }
  }

  #answer(execution: NodeExecution, mock: ValueObject | undefined): NodeOutcome<never> {
    if (mock !== undefined) return answerMock(execution, mock)
    return lacksMock(this.#accepted, execution.node)
      ? new NodeFailure(mockMissing(execution.node))
      : execution.node.bound.run(execution)
  }

  #limitTime(execution: NodeExecution, effect: NodeEffect): NodeEffect {
    const { nodeTime, time } = this.#accepted.limits
    if (nodeTime >= time) return effect
    const message = `Node ${execution.nodeId} took longer than ${(nodeTime / 1000).toFixed(2)}s`
    return Effect.timeoutOrElse(effect, {
      duration: nodeTime,
      orElse: () => Effect.fail(new NodeFailure(new NodeTimeLimitExceeded({ message }), { type: "TimeoutError" }))
    })
  }
}
