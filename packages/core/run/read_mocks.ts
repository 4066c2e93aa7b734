import { Result } from "effect"
import { didYouMean } from "../error/hint.ts"
import { MockInvalid, MockTargetUnknown } from "../error/run_errors.ts"
import type { CompiledGraph, CompiledNode } from "../graph/compiled_graph.ts"
import { fromUnknown } from "../value/from_unknown.ts"
import type { ValueObject } from "../value/value.ts"
import { isValueObject } from "../value/value_object.ts"
import { mockProblem, mockShapeProblem } from "./mock_problem.ts"
import type { Mocks } from "./mocks.ts"

/** The nodes of a graph by what a mock can name. */
const targetsOf = ({ nodes }: CompiledGraph): ReadonlyMap<string, ReadonlyArray<CompiledNode>> => {
  const targets = new Map<string, Array<CompiledNode>>()
  for (const node of nodes) {
    for (const target of [`node:${node.id}`, `type:${node.type}`]) {
      const named = targets.get(target)
      if (named === undefined) targets.set(target, [node])
      else named.push(node)
    }
  }
  return targets
}

/** The target that was probably meant: the whole of a name without its prefix, or the nearest with the same prefix. */
const meantTarget = (target: string, targets: ReadonlyMap<string, unknown>): string | undefined => {
  const whole = [`node:${target}`, `type:${target}`].find((candidate) => targets.has(candidate))
  if (whole !== undefined) return `did you mean "${whole}"?`
  const prefix = /^(node|type):/.exec(target)?.[0] ?? ""
  // The prefix would make every short name look like every other.
  const known = Map.groupBy(
    [...targets.keys()].filter((candidate) => candidate.startsWith(prefix)),
    (candidate) => candidate.replace(/^(node|type):/, "")
  )
  return didYouMean(target.slice(prefix.length), known.keys())?.replace(
    /"(.*)"/s,
    (quoted, name: string) => `"${known.get(name)?.[0] ?? quoted}"`
  )
}

/** What is wrong with a mock; one of a type must fit a node of that type, and need not fit each of them. */
const problemOf = (answer: ValueObject, nodes: ReadonlyArray<CompiledNode>): string | undefined => {
  const shape = mockShapeProblem(answer)
  if (shape !== undefined) return shape
  let first: string | undefined
  for (const node of nodes) {
    const problem = mockProblem(node, answer)
    if (problem === undefined) return undefined
    first ??= nodes.length === 1 ? problem : `for node "${node.id}" ${problem}`
  }
  return first
}

const readMock = (
  target: string,
  data: unknown,
  nodes: ReadonlyArray<CompiledNode>
): Result.Result<ValueObject, MockInvalid> => {
  const invalid = (why: string) => Result.fail(new MockInvalid({ message: `Mock "${target}" is wrong: ${why}` }))
  const answer = fromUnknown(data)
  if (Result.isFailure(answer)) return invalid(answer.failure.message)
  if (!isValueObject(answer.success)) return invalid('it must be an object of outputs, or {"error": "text"}')
  const problem = problemOf(answer.success, nodes)
  return problem === undefined ? Result.succeed(answer.success) : invalid(problem)
}

/**
 * Mocks as a caller gives them, checked against the graph: every target must be there (`mock_target_unknown`), every
 * answer one that its node can give (`mock_invalid`).
 */
export const readMocks = (
  mocks: { readonly [target: string]: unknown },
  graph: CompiledGraph
): Result.Result<Mocks, MockTargetUnknown | MockInvalid> => {
  const targets = targetsOf(graph)
  const answers: Record<string, Mocks[string]> = Object.create(null)
  for (const [target, data] of Object.entries(mocks)) {
    const nodes = targets.get(target)
    if (nodes === undefined) {
      const hint = meantTarget(target, targets)
      const message = `Mock "${target}" names nothing in this workflow${hint === undefined ? "" : `; ${hint}`}`
      return Result.fail(new MockTargetUnknown({ message }))
    }
    const answer = readMock(target, data, nodes)
    if (Result.isFailure(answer)) return Result.fail(answer.failure)
    answers[target] = answer.success
  }
  return Result.succeed(answers)
}
