import { Schema } from "effect"
import type { Value, ValueObject } from "../../value/value.ts"
import { isValueObject } from "../../value/value_object.ts"
import { AnyValue } from "./any_value.ts"

/** Any object of a file, as a value. */
export const AnyObject = AnyValue.pipe(
  Schema.refine((value: Value): value is ValueObject => isValueObject(value), { expected: "an object" })
)
