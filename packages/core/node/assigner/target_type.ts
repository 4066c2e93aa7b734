import { Schema } from "effect"
import type { Value } from "../../value/value.ts"
import { isValueArray } from "../../value/value_object.ts"
import { type ValueType, valueType } from "../../value/value_type.ts"

const listTypes = ["array[string]", "array[number]", "array[object]", "array[boolean]"] as const

/** A type that a conversation or loop variable which is a list can be declared with. */
export type ListType = (typeof listTypes)[number]

/**
 * The declared type of the list that an assigner changes. No file has it: the reader adds it from the declaration of
 * the variable, because an empty list does not tell what may go into it.
 */
export const TargetType = Schema.optional(Schema.Unknown)

/** A declared type that says what a list may hold; undefined for any other. */
export const listTypeFrom = (declared: unknown): ListType | undefined => listTypes.find((type) => type === declared)

/** The type of a variable: for a list the declared one, where it is known; Dify keeps it whatever is in the list. */
export const targetType = (current: Value, declared: unknown): ValueType =>
  isValueArray(current) ? (listTypeFrom(declared) ?? valueType(current)) : valueType(current)
