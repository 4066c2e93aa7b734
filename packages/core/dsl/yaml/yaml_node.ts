import type { Value } from "../../value/value.ts"
import type { Place } from "./place.ts"

/** A value that was read, and where. */
export interface YamlNode {
  readonly value: Value
  readonly place: Place
  /** Whether it is a scalar without quotes: only such a `<<` merges. */
  readonly plain?: boolean
}
