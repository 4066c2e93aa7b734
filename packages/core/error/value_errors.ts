import { defineError } from "./define_error.ts"

/** A caller handed over something that no JSON-like value stands for. */
export class ValueNotSupported extends defineError<ValueNotSupported>()({
  code: "value_not_supported",
  status: 400,
  family: "value",
  title: "The data cannot become a value",
  remedy: "Hand over plain data: null, booleans, numbers, text, arrays, plain objects and files."
}) {}

/** A value has more levels of lists and objects than any part of the engine must walk. */
export class ValueNestedTooDeep extends defineError<ValueNestedTooDeep>()({
  code: "value_nested_too_deep",
  status: 422,
  family: "value",
  title: "A value has more than 100 levels of lists and objects",
  remedy: "Look for a value that is wrapped once more with every round, or pass its inner part on."
}) {}

/** A value is larger than a run may hold. */
export class ValueTooLarge extends defineError<ValueTooLarge>()({
  code: "value_too_large",
  status: 422,
  family: "limit",
  title: "A value is too large",
  remedy: "Look for a text or list that grows with every round, pass less on, or raise `limits.outputSize`."
}) {}

/** Codes about values. */
export const valueErrors = [ValueNotSupported, ValueNestedTooDeep, ValueTooLarge] as const
