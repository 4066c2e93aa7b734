import { alias, type Native, native } from "../call/native.ts"
import { typeMismatch } from "../failure.ts"
import { operate } from "../operator/binary_operation.ts"
import { isEqual, stringOf } from "../operator/equality.ts"
import { isMember } from "../operator/membership.ts"
import { isOrdered, type OrderOperator } from "../operator/order.ts"
import type { RenderState } from "../render_state.ts"
import type { TemplateValue } from "../value/template_value.ts"

const order = (name: string, operator: OrderOperator): Native<TemplateValue> =>
  native(`${name}(other, /)`, (value, [other = null], render) => isOrdered(operator, value, other, render.budget))

const withNames = (
  test: Native<TemplateValue>,
  ...names: ReadonlyArray<string>
): ReadonlyArray<Native<TemplateValue>> => [test, ...names.map((name) => alias(name, test))]

const remainder = (value: TemplateValue, divisor: TemplateValue, render: RenderState): TemplateValue => {
  if (stringOf(value) !== undefined) throw typeMismatch("this test needs a number, not a text")
  return operate("%", value, divisor, render)
}

const leaves = (value: TemplateValue, divisor: TemplateValue, rest: number, render: RenderState): boolean =>
  isEqual(remainder(value, divisor, render), rest, render.budget)

/** Tests that compare a value with another. */
export const comparisonTests: ReadonlyArray<Native<TemplateValue>> = [
  ...withNames(
    native("eq(other, /)", (value, [other = null], render) => isEqual(value, other, render.budget)),
    "equalto",
    "=="
  ),
  ...withNames(
    native("ne(other, /)", (value, [other = null], render) => !isEqual(value, other, render.budget)),
    "!="
  ),
  ...withNames(order("lt", "<"), "lessthan", "<"),
  ...withNames(order("le", "<="), "<="),
  ...withNames(order("gt", ">"), "greaterthan", ">"),
  ...withNames(order("ge", ">="), ">="),
  native("in(seq)", (value, [collection = null], render) => isMember(value, collection, render.budget)),
  native("divisibleby(num)", (value, [divisor = null], render) => leaves(value, divisor, 0, render)),
  native("even()", (value, _args, render) => leaves(value, 2, 0, render)),
  native("odd()", (value, _args, render) => leaves(value, 2, 1, render))
]
