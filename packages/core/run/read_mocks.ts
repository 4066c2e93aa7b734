import { Result } from "effect"
import { didYouMean } from "../error/hint.ts"
import { MockInvalid, MockTargetUnknown } from "../error/run_errors.ts"
import type { RunGraph } from "../graph/run_graph.ts"
import { fromUnknown } from "../value/from_unknown.ts"
import { isValueObject } from "../value/value_object.ts"
import type { Mocks } from "./mocks.ts"

const targetsOf = (graph: RunGraph): Set<string> =>
  new Set(graph.nodes.flatMap((node) => [`node:${node.id}`, `type:${node.type}`]))

/**
 * Mocks as a caller gives them, checked against the graph: every target must be there (`mock_target_unknown`), every
 * answer an object (`mock_invalid`).
 */
export const readMocks = (
  mocks: { readonly [target: string]: unknown },
  graph: RunGraph
): Result.Result<Mocks, MockTargetUnknown | MockInvalid> => {
  const targets = targetsOf(graph)
  const answers: Record<string, Mocks[string]> = Object.create(null)
  for (const [target, answer] of Object.entries(mocks)) {
    if (!targets.has(target)) {
      const hint = didYouMean(target, targets)
      const message = `Mock "${target}" names nothing in this workflow${hint === undefined ? "" : `; ${hint}`}`
      return Result.fail(new MockTargetUnknown({ message }))
    }
    const value = Result.getOrElse(fromUnknown(answer), () => null)
    if (!isValueObject(value)) {
      const message = `Mock "${target}" must be an object of outputs, or {"error": "text"}`
      return Result.fail(new MockInvalid({ message }))
    }
    answers[target] = value
  }
  return Result.succeed(answers)
}
