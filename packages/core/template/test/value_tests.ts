import { Float } from "../../value/value.ts"
import { type Native, native } from "../call/native.ts"
import { stringOf } from "../operator/equality.ts"
import { integerOf, isFloating, numericOf } from "../operator/numeric.ts"
import type { RenderState } from "../render_state.ts"
import { isAllCase } from "../text/letter_case.ts"
import { Dict } from "../value/dict.ts"
import { DictView } from "../value/dict_view.ts"
import { isIterable } from "../value/iteration.ts"
import { Markup } from "../value/markup.ts"
import { Callable, TemplateObject, type TemplateValue } from "../value/template_value.ts"
import { textOf } from "../value/text_of.ts"
import { Undefined } from "../value/undefined_value.ts"

const isSequence = (value: TemplateValue): boolean => {
  if (typeof value === "string") return true
  return value instanceof TemplateObject && value.size() !== undefined && !(value instanceof DictView)
}

/** Scalars are the same when they are equal and of one type, objects when they are one. */
const isSame = (left: TemplateValue, right: TemplateValue): boolean =>
  left instanceof Float && right instanceof Float ? Object.is(left.value, right.value) : Object.is(left, right)

const isCase = (value: TemplateValue, wanted: "lower" | "upper", render: RenderState): boolean => {
  const text = textOf(value, render.budget)
  render.budget.read(text.length)
  return isAllCase(text, wanted)
}

/** Tests of what a value is. */
export const valueTests: ReadonlyArray<Native<TemplateValue>> = [
  native("defined()", (value) => !(value instanceof Undefined)),
  native("undefined()", (value) => value instanceof Undefined),
  native("none()", (value) => value === null),
  native("boolean()", (value) => typeof value === "boolean"),
  native("true()", (value) => value === true),
  native("false()", (value) => value === false),
  native("integer()", (value) => typeof value !== "boolean" && integerOf(value) !== undefined),
  native("float()", (value) => isFloating(value)),
  native("number()", (value) => numericOf(value) !== undefined),
  native("string()", (value) => stringOf(value) !== undefined),
  native("mapping()", (value) => value instanceof Dict),
  native("sequence()", isSequence),
  native("iterable()", isIterable),
  native("callable()", (value) => value instanceof Callable),
  native("escaped()", (value) => value instanceof Markup),
  native("sameas(other)", (value, [other = null]) => isSame(value, other)),
  native("lower()", (value, _args, render) => isCase(value, "lower", render)),
  native("upper()", (value, _args, render) => isCase(value, "upper", render))
]
