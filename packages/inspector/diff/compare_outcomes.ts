import { encodeValue, plainJson, type Value } from "@flowglass/core"
import { type NodeOutcomeView, shown } from "./node_outcome.ts"

/** One thing that is not the same. `left` and `right` are undefined where a side has nothing. */
export interface Difference {
  /** `status`, `handle`, `error`, or `outputs.NAME`. */
  readonly what: string
  readonly left: unknown
  readonly right: unknown
}

const isSame = (left: Value | undefined, right: Value | undefined): boolean =>
  left === undefined || right === undefined
    ? left === right
    : plainJson(encodeValue(left)) === plainJson(encodeValue(right))

const named = (what: string, left: unknown, right: unknown): ReadonlyArray<Difference> =>
  left === right ? [] : [{ what, left, right }]

/** What differs between two outcomes of one node; one of them may be missing. */
export const compareOutcomes = (
  left: NodeOutcomeView | undefined,
  right: NodeOutcomeView | undefined
): ReadonlyArray<Difference> => {
  if (left === undefined || right === undefined)
    return named("status", left?.status ?? "not run", right?.status ?? "not run")
  const names = new Set([...Object.keys(left.outputs), ...Object.keys(right.outputs)])
  const outputs = [...names].flatMap((name): ReadonlyArray<Difference> => {
    const before = Object.hasOwn(left.outputs, name) ? left.outputs[name] : undefined
    const after = Object.hasOwn(right.outputs, name) ? right.outputs[name] : undefined
    return isSame(before, after) ? [] : [{ what: `outputs.${name}`, left: shown(before), right: shown(after) }]
  })
  return [
    ...named("status", left.status, right.status),
    ...named("handle", left.handle, right.handle),
    ...named("error", left.error, right.error),
    ...outputs
  ]
}
