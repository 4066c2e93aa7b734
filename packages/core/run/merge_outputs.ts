import type { ValueObject } from "../value/value.ts"
import type { MutableValueObject } from "../value/value_object.ts"

/**
 * Adds outputs of an answer or end node to those of its frame, or of a round to those of its container's frame: text
 * of several answers is appended, every other output overwritten. Of a round that failed only the text is kept, which
 * was shown already.
 */
export const mergeOutputs = (into: MutableValueObject, outputs: ValueObject, isFailed = false): void => {
  for (const [name, value] of Object.entries(outputs)) {
    const existing = into[name]
    const isText = name === "answer" && typeof value === "string"
    if (isFailed && !isText) continue
    into[name] = isText && typeof existing === "string" ? existing + value : value
  }
}
