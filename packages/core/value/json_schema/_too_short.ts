import { pythonRepr } from "../python_text.ts"
import type { Value } from "../value.ts"

/** The words for a text, list or object with less than the minimum. */
export const tooShort = (value: Value, minimum: number | bigint): string =>
  `${pythonRepr(value)} ${minimum === 1 ? "should be non-empty" : "is too short"}`
