import { defineError } from "./define_error.ts"

/** A caller handed over something that no JSON-like value stands for. */
export class ValueNotSupported extends defineError<ValueNotSupported>()({
  code: "value_not_supported",
  status: 400,
  family: "value",
  title: "The data cannot become a value",
  remedy: "Hand over plain data: null, booleans, numbers, text, arrays, plain objects and files."
}) {}

/** Codes about values. */
export const valueErrors = [ValueNotSupported] as const
