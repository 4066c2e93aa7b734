import { property, toPlain, type Value, type ValueObject } from "@flowglass/core"
import { sameValue } from "./same_value.ts"

/** One thing that is not the same. `left` and `right` are undefined where a side has nothing. */
export interface Difference {
  /** `status`, `handle`, `error`, `outputs.NAME`, `inputs.NAME`. */
  readonly what: string
  readonly left: unknown
  readonly right: unknown
}

const isSame = (left: Value | undefined, right: Value | undefined): boolean =>
  left === undefined || right === undefined ? left === right : sameValue(left, right)

const shown = (value: Value | undefined): unknown => (value === undefined ? undefined : toPlain(value))

/** What differs between two objects, name by name: first the left one's names, then those only the right one has. */
export const compareFields = (scope: string, left: ValueObject, right: ValueObject): ReadonlyArray<Difference> =>
  [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((name): ReadonlyArray<Difference> => {
    const before = property(left, name)
    const after = property(right, name)
    return isSame(before, after) ? [] : [{ what: `${scope}.${name}`, left: shown(before), right: shown(after) }]
  })

/** The difference between two texts, if there is one. */
export const compareText = (
  what: string,
  left: string | undefined,
  right: string | undefined
): ReadonlyArray<Difference> => (left === right ? [] : [{ what, left, right }])
