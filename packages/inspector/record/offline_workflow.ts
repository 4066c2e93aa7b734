import {
  type BoundNode,
  type CompiledNode,
  type FormAnswer,
  type FormQuestion,
  isMockedBy,
  MockFailure,
  type NodeContext,
  NodeFailure,
  type NodeOutcome,
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

/** What a replay gives its nodes. */
interface Replay {
  readonly accepted: RunAccepted
  readonly answers: RecordedAnswers
  readonly turns: ReplayTurns
}

const asEffect = <R>(outcome: NodeOutcome<R>): Effect.Effect<NodeResult, NodeFailure, R> => {
  if (Effect.isEffect(outcome)) return outcome
  return outcome instanceof NodeFailure ? Effect.fail(outcome) : Effect.succeed(outcome)
}

/** Answers instead of the node. */
const answering =
  (node: CompiledNode, { accepted, answers, turns }: Replay): BoundNode["run"] =>
  (context) => {
    const recorded = answers.find(context.execution, context.attempt)
    const outcome = recorded?.outcome ?? mockedOutcome(node, accepted) ?? notRecorded(context)
    if (recorded?.isImmediate !== true) return turns.inTurn(recorded?.place, asEffect(outcome))
    turns.end(recorded.place)
    return outcome
  }

/** Really runs the node. */
const working =
  (node: CompiledNode, { answers, turns }: Replay): BoundNode["run"] =>
  (context) => {
    const place = answers.find(context.execution, context.attempt)?.place
    // What the end of the run came before must not come before it now.
    if (place === undefined && answers.isCutShort) {
      return turns.inTurn(
        undefined,
        Effect.suspend(() => asEffect(node.bound.run(context)))
      )
    }
    const outcome = node.bound.run(context)
    if (Effect.isEffect(outcome)) return turns.work(place, outcome)
    turns.end(place)
    return outcome
  }

/** The answer of then to the form of today; fields that it has no more are left out. */
const answerOf = (nodeId: string, question: FormQuestion, { action, values }: FormAnswer): FormAnswer | NodeFailure => {
  if (action !== undefined && !question.actions.some(({ id }) => id === action)) {
    const message = `The form of node ${nodeId} has no action ${action} any more.`
    return new NodeFailure(new AnswerNotRecorded({ message }), { type: "answer_not_recorded" })
  }
  const fields = new Set(question.inputs.map((field) => field.output_variable_name))
  return { action, values: objectFrom(Object.entries(values).filter(([name]) => fields.has(name))) }
}

/** Asks nobody: somebody has answered, at the time at which it was then. */
const answeringForm =
  (node: CompiledNode, { answers, turns }: Replay): NonNullable<CompiledNode["answersForm"]> =>
  (execution, question, onAnswer) => {
    const answer = answers.form(execution)
    const recorded = answers.find(execution, 0)
    if (answer === undefined) return false
    const give = (): void => onAnswer(answerOf(node.id, question, answer))
    if (recorded?.isImmediate === true) turns.now(recorded.place, give)
    else turns.giveInTurn(recorded?.place, give)
    return true
  }

/** Another attempt is due when it was due then. */
const dueInTurn =
  ({ answers, turns }: Replay): NonNullable<CompiledNode["beforeRetry"]> =>
  (execution, attempt, onDue) =>
    turns.beginInTurn(answers.beginning(execution, attempt), onDue)

/** The nodes that a replay answers for: those that leave the process or were mocked. */
export const answeredNodes = (workflow: Workflow, { mocks, mockExternals }: RunAccepted): ReadonlySet<string> => {
  const isMocked = isMockedBy(mocks, mockExternals)
  const nodes = workflow.compiled.nodes.filter((node) => node.bound.description.external === true || isMocked(node))
  return new Set(nodes.map((node) => node.id))
}

/**
 * The workflow with recorded answers in place of every node that leaves the process or was mocked: it cannot reach
 * anything. All other nodes really run. Attempts follow each other as they did, but no interval is waited for.
 */
export const offlineWorkflow = (workflow: Workflow, accepted: RunAccepted, answers: RecordedAnswers): Workflow => {
  const answered = answeredNodes(workflow, accepted)
  const isAnswered = (node: CompiledNode): boolean => answered.has(node.id)
  // A container ends when what is inside it has ended; its `run` is not called.
  const isOpened = (node: CompiledNode): boolean => node.bound.container !== undefined && !isAnswered(node)
  const ending = new Set(workflow.compiled.nodes.filter((node) => !isOpened(node)).map((node) => node.id))
  const places = [...answers.all].filter((answer) => ending.has(answer.nodeId)).map((answer) => answer.place)
  const replay = { accepted, answers, turns: new ReplayTurns(places) }
  const nodes = workflow.compiled.nodes.map((node): CompiledNode => {
    if (isOpened(node)) return node
    const run = isAnswered(node) ? answering(node, replay) : working(node, replay)
    const maximumRetries = isAnswered(node) ? Math.min(node.maximumRetries, answers.lastAttempt) : node.maximumRetries
    const { form, ...rest } = node.bound
    const shared = { ...node, maximumRetries, beforeRetry: dueInTurn(replay) }
    if (form === undefined || isAnswered(node)) return { ...shared, bound: { ...rest, container: undefined, run } }
    const bound = { ...rest, form, container: undefined, run }
    return { ...shared, bound, answersForm: answeringForm(node, replay) }
  })
  return { ...workflow, compiled: { ...workflow.compiled, nodes } }
}
