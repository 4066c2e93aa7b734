import type { Value } from "../value/value.ts"
import { isValueObject, property } from "../value/value_object.ts"

/** Whether an entry of the node list is a note in the canvas. Its data may be empty, so it goes before any check. */
export const isNote = (entry: Value): boolean => isValueObject(entry) && property(entry, "type") === "custom-note"
