import {
  type BoundNode,
  type CompiledNode,
  isMockedBy,
  MockFailure,
  type NodeContext,
  NodeFailure,
  type NodeResult,
  objectFrom,
  property,
  type RunAccepted,
  type ValueObject,
  type Workflow
} from "@flowglass/core"
import { Effect } from "effect"
import { AnswerNotRecorded } from "../error/record_errors.ts"
import type { RecordedAnswers } from "./recorded_answers.ts"
import { ReplayTurns } from "./replay_turns.ts"

type Outcome = NodeResult | NodeFailure

/** The mock a caller gave for a node. */
const mockOf = ({ id, type }: CompiledNode, { mocks }: RunAccepted): ValueObject | undefined => {
  const target = [`node:${id}`, `type:${type}`].find((name) => Object.hasOwn(mocks, name))
  return target === undefined ? undefined : mocks[target]
}

/** What a mock says, at once; `undefined` when there is none. */
const mockedOutcome = (node: CompiledNode, accepted: RunAccepted): Outcome | undefined => {
  const { mockDefault } = node.bound.description
  const mock = mockOf(node, accepted) ?? (accepted.mockExternals ? mockDefault : undefined)
  if (mock === undefined) return undefined
  const error = property(mock, "error")
  if (typeof error === "string") return new NodeFailure(new MockFailure({ message: error }), { type: "MockError" })
  return node.bound.mock(objectFrom(Object.entries(mock).filter(([name]) => name !== "delay_seconds")))
}

const notRecorded = ({ nodeId, execution }: NodeContext): NodeFailure => {
  const message = `Node ${nodeId} would leave the process, and the record has no answer for ${execution}.`
  return new NodeFailure(new AnswerNotRecorded({ message }), { type: "answer_not_recorded" })
}

const answering =
  (node: CompiledNode, accepted: RunAccepted, answers: RecordedAnswers, turns: ReplayTurns): BoundNode["run"] =>
  (context) => {
    const recorded = answers.find(context.execution, context.attempt)
    const outcome = recorded?.outcome ?? mockedOutcome(node, accepted) ?? notRecorded(context)
    if (recorded?.isImmediate === true) return outcome
    const effect = outcome instanceof NodeFailure ? Effect.fail(outcome) : Effect.succeed(outcome)
    return turns.answer(recorded?.place, effect)
  }

const working =
  (bound: BoundNode, turns: ReplayTurns): BoundNode["run"] =>
  (context) => {
    const outcome = bound.run(context)
    return Effect.isEffect(outcome) ? turns.work(outcome) : outcome
  }

/**
 * The workflow with recorded answers in place of every node that leaves the process or was mocked: it cannot reach
 * anything. All other nodes really run. Nothing is waited for between attempts.
 */
export const offlineWorkflow = (workflow: Workflow, accepted: RunAccepted, answers: RecordedAnswers): Workflow => {
  const isMocked = isMockedBy(accepted.mocks, accepted.mockExternals)
  const answered = workflow.compiled.nodes.filter((node) => node.bound.description.external === true || isMocked(node))
  const ids = new Set(answered.map((node) => node.id))
  const places = [...answers.all].filter((answer) => !answer.isImmediate && ids.has(answer.nodeId))
  const turns = new ReplayTurns(places.map((answer) => answer.place))
  const nodes = workflow.compiled.nodes.map((node): CompiledNode => {
    const isAnswered = ids.has(node.id)
    const run = isAnswered ? answering(node, accepted, answers, turns) : working(node.bound, turns)
    const maximumRetries = isAnswered ? Math.min(node.maximumRetries, answers.lastAttempt) : node.maximumRetries
    return { ...node, maximumRetries, retryInterval: 0, bound: { ...node.bound, run } }
  })
  return { ...workflow, compiled: { ...workflow.compiled, nodes } }
}
