import type { Value, ValueObject } from "../../value/value.ts"
import { emptyObject, isValueArray, isValueObject, property } from "../../value/value_object.ts"

/** A mapping of a `model_config`; whatever else stands there counts as an empty one, as Dify's own reader has it. */
export const mappingAt = (object: ValueObject, name: string): ValueObject => {
  const value = property(object, name)
  return isValueObject(value) ? value : emptyObject()
}

/** The entries of a list of a `model_config`; whatever else stands there is an empty list. */
export const listAt = (object: ValueObject, name: string): ReadonlyArray<Value> => {
  const value = property(object, name)
  return isValueArray(value) ? value : []
}

/** A text of a `model_config`; empty where there is none. */
export const textAt = (object: ValueObject, name: string): string => {
  const value = property(object, name)
  return typeof value === "string" ? value : ""
}

/** Whether a part of a `model_config` is switched on. */
export const isEnabled = (object: ValueObject): boolean => property(object, "enabled") === true
