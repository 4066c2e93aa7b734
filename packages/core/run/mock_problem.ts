import { Result } from "effect"
import { didYouMean } from "../error/hint.ts"
import type { CompiledNode } from "../graph/compiled_graph.ts"
import type { NodeResult } from "../node/node_result.ts"
import { equalValues } from "../value/equal_values.ts"
import { Float, type Value, type ValueObject } from "../value/value.ts"
import { emptyObject, objectFrom, property } from "../value/value_object.ts"
import { describeDefect } from "./node_conclusion.ts"

/** The longest time that a timer of JavaScript can measure, in seconds. */
const longestDelay = 2_147_483

const isDelay = (value: Value): boolean => {
  const seconds = value instanceof Float ? value.value : value
  return typeof seconds === "number" && seconds >= 0 && seconds <= longestDelay
}

/** What is wrong with a mock whatever its node; undefined when nothing is. */
export const mockShapeProblem = (answer: ValueObject): string | undefined => {
  const error = property(answer, "error")
  if (error !== undefined && typeof error !== "string") return "its error must be text"
  const delay = property(answer, "delay_seconds")
  if (delay !== undefined && !isDelay(delay)) return `its delay_seconds must be a number from 0 to ${longestDelay}`
  return undefined
}

const without = (answer: ValueObject, names: ReadonlyArray<string>): ValueObject =>
  objectFrom(Object.entries(answer).filter(([name]) => !names.includes(name)))

const quoted = (names: Iterable<string>): string =>
  [...names]
    .slice(0, 10)
    .map((name) => JSON.stringify(name))
    .join(", ")

const areEqual = (left: NodeResult, right: NodeResult): boolean =>
  left.handle === right.handle &&
  equalValues(left.outputs, right.outputs) &&
  equalValues(left.metadata ?? emptyObject(), right.metadata ?? emptyObject())

/** The names that mean something in a mock of a node, as far as its type says. */
const knownNames = ({ bound }: CompiledNode): ReadonlySet<string> =>
  new Set([
    ...bound.outputs.map(({ name }) => name),
    ...Object.keys(bound.description.mockDefault ?? {}),
    ...Object.keys(bound.description.example.outputs)
  ])

/** A name of a mock that is no output of its node, and that its node type makes nothing of. */
const unknownName = (node: CompiledNode, answer: ValueObject, result: NodeResult): string | undefined => {
  // Outputs of a type that declares none can be anything.
  if (node.bound.outputs.length === 0) return undefined
  const known = knownNames(node)
  return Object.keys(answer).find(
    (name) =>
      !known.has(name) &&
      (Object.hasOwn(result.outputs, name) || areEqual(result, node.bound.mock(without(answer, [name]))))
  )
}

const problemOfResult = (node: CompiledNode, answer: ValueObject): string | undefined => {
  const result = node.bound.mock(answer)
  const { handles } = node.bound
  if (node.kind === "branch" && handles.length > 0 && !handles.some((handle) => handle === result.handle)) {
    const selected = result.handle === undefined ? "selects no branch" : `selects ${quoted([result.handle])}`
    return `it ${selected}; the node has the branches ${quoted(handles)}`
  }
  const unknown = unknownName(node, answer, result)
  if (unknown === undefined) return undefined
  const known = knownNames(node)
  const hint = didYouMean(unknown, known)
  return `the node has no output ${quoted([unknown])}; ${hint ?? `it has ${quoted(known)}`}`
}

/**
 * What is wrong with a mock as the answer of a node: a branch that the node does not have, a name that is none of its
 * outputs. Undefined when nothing is. A mock that makes its node fail gives no outputs.
 */
export const mockProblem = (node: CompiledNode, answer: ValueObject): string | undefined => {
  if (property(answer, "error") !== undefined) return undefined
  // A mock is code of the node type, which may be a host's.
  return Result.getOrElse(
    Result.try({
      try: () => problemOfResult(node, without(answer, ["delay_seconds"])),
      catch: (defect) => `the node cannot use it: ${describeDefect(defect)}`
    }),
    (problem) => problem
  )
}
