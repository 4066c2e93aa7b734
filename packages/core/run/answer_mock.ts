import { Effect } from "effect"
import { MockMissing } from "../error/requirement_errors.ts"
import { MockFailure } from "../error/run_errors.ts"
import type { CompiledNode } from "../graph/compiled_graph.ts"
import type { NodeOutcome } from "../node/define_node.ts"
import { NodeFailure } from "../node/node_failure.ts"
import { Float, type Value, type ValueObject } from "../value/value.ts"
import { objectFrom, property } from "../value/value_object.ts"
import type { RunAccepted } from "./fact.ts"
import type { NodeExecution } from "./node_execution.ts"

/** The mock that answers for a node, if any: its own, its type's, or the default of a node that leaves the process. */
export const mockOf = (
  accepted: Pick<RunAccepted, "mocks" | "mockExternals">,
  node: CompiledNode
): ValueObject | undefined => {
  const { mocks, mockExternals } = accepted
  const { external, mockDefault } = node.bound.description
  return (
    (Object.hasOwn(mocks, `node:${node.id}`) ? mocks[`node:${node.id}`] : undefined) ??
    (Object.hasOwn(mocks, `type:${node.type}`) ? mocks[`type:${node.type}`] : undefined) ??
    (mockExternals && external === true ? mockDefault : undefined)
  )
}

/** Whether a node that leaves the process would do so although all of them are to be mocked. */
export const lacksMock = (accepted: Pick<RunAccepted, "mocks" | "mockExternals">, node: CompiledNode): boolean =>
  accepted.mockExternals && node.bound.description.external === true && mockOf(accepted, node) === undefined

/** Why such a node does not run. */
export const mockMissing = ({ id, type }: CompiledNode): MockMissing => {
  const message = `Node ${id} (${type}) leaves the process and has no mock; give one for "node:${id}" or "type:${type}"`
  return new MockMissing({ message })
}

const secondsOf = (value: Value | undefined): number =>
  typeof value === "number" ? value : value instanceof Float ? value.value : 0

/** Streams a text as a model would: one piece a word, later words with their space, then an empty last piece. */
const streamWords = (execution: NodeExecution, output: string, text: Value | undefined): void => {
  if (typeof text !== "string" || text === "") return
  text.split(" ").forEach((word, index) => {
    execution.signal({ kind: "chunk", output, text: index === 0 ? word : ` ${word}` })
  })
  execution.signal({ kind: "chunk", output, text: "" })
}

const answer = (execution: NodeExecution, mock: ValueObject): NodeOutcome<never> => {
  const { bound } = execution.node
  const error = property(mock, "error")
  if (typeof error === "string") return new NodeFailure(new MockFailure({ message: error }), { type: "MockError" })
  const given = Object.entries(mock).filter(([name]) => name !== "delay_seconds")
  const result = bound.mock(objectFrom(given))
  const streamed = bound.description.streamed
  if (streamed !== undefined) streamWords(execution, streamed, property(result.outputs, streamed))
  return result
}

/** What a mocked node does instead of running. */
export const answerMock = (execution: NodeExecution, mock: ValueObject): NodeOutcome<never> => {
  const delay = secondsOf(property(mock, "delay_seconds"))
  if (delay <= 0) return answer(execution, mock)
  return Effect.flatMap(Effect.sleep(delay * 1000), () => {
    const outcome = answer(execution, mock)
    if (outcome instanceof NodeFailure) return Effect.fail(outcome)
    return Effect.isEffect(outcome) ? outcome : Effect.succeed(outcome)
  })
}
