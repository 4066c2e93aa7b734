import { type Native, native } from "../call/native.ts"
import { integerArgument, optionalInteger, textArgument } from "../call/read_argument.ts"
import { evaluationFailed, typeMismatch, valueUndefined } from "../failure.ts"
import { operate } from "../operator/binary_operation.ts"
import { stringOf } from "../operator/equality.ts"
import { sliceOf } from "../operator/slice_of.ts"
import type { RenderState } from "../render_state.ts"
import { pointLength } from "../text/code_points.ts"
import { splitLines } from "../text/line_breaks.ts"
import { wrapText } from "../text/wrap_text.ts"
import { sizeOf } from "../value/iteration.ts"
import { Markup } from "../value/markup.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { isTruthy } from "../value/truthiness.ts"
import { typeNameOf } from "../value/type_name.ts"
import { Undefined } from "../value/undefined_value.ts"

/** The text without its last word, unless it is one word. */
const withoutLastWord = (text: TemplateValue): TemplateValue => {
  const shown = stringOf(text) ?? ""
  const space = shown.lastIndexOf(" ")
  const kept = space < 0 ? shown : shown.slice(0, space)
  return text instanceof Markup ? new Markup(kept) : kept
}

const truncate = (
  value: TemplateValue,
  [length, killWords, end, leeway]: ReadonlyArray<TemplateValue | undefined>,
  render: RenderState
): TemplateValue => {
  const longest = integerArgument(length, 255)
  const ending = textArgument(end, "...")
  const tolerance = optionalInteger(leeway) ?? 5
  const kept = longest - pointLength(ending)
  if (kept < 0)
    throw evaluationFailed(`truncate needs a length of at least ${pointLength(ending)}, the length of its end`)
  if (tolerance < 0) throw evaluationFailed("truncate needs a leeway of at least 0")
  const size = sizeOf(value)
  if (size === undefined) throw typeMismatch(`truncate needs a text, not '${typeNameOf(value)}'`)
  if (size <= longest + tolerance) return value
  const start = sliceOf(value, { start: undefined, stop: kept, step: undefined }, render)
  return operate(
    "+",
    killWords !== undefined && isTruthy(killWords) ? start : withoutLastWord(start),
    end ?? ending,
    render
  )
}

const indentText = (text: string, indent: string, first: boolean, blank: boolean, render: RenderState): string => {
  const [head = "", ...lines] = splitLines(`${text}\n`, false)
  render.budget.build(text.length + indent.length * (lines.length + 1))
  const indented = lines.map((line) => (line === "" && !blank ? line : indent + line))
  return (first ? indent : "") + [head, ...indented].join("\n")
}

const indentOf = (width: TemplateValue | undefined, render: RenderState): string => {
  const text = stringOf(width)
  if (text !== undefined) return text
  const spaces = Math.max(0, integerArgument(width, 4))
  render.budget.build(spaces)
  return " ".repeat(spaces)
}

/** Filters that shorten and lay out text. */
export const layoutFilters: ReadonlyArray<Native<TemplateValue>> = [
  native("truncate(length?, killwords?, end?, leeway?)", truncate),
  native("indent(width?, first?, blank?)", (value, [width, first = false, blank = false], render) => {
    const text = operate("+", value, "\n", render)
    const shown = (stringOf(text) ?? "").slice(0, -1)
    const indented = indentText(shown, indentOf(width, render), isTruthy(first), isTruthy(blank), render)
    return text instanceof Markup ? new Markup(indented) : indented
  }),
  native(
    "wordwrap(width?, break_long_words?, wrapstring?, break_on_hyphens?)",
    (value, [width, breakLongWords = true, wrapString = null, breakOnHyphens = true], render) => {
      const text = stringOf(value)
      if (value instanceof Undefined) throw valueUndefined(value.reason)
      if (text === undefined) throw evaluationFailed(`wordwrap needs a text, not '${typeNameOf(value)}'`)
      const lines = wrapText(
        text,
        {
          width: integerArgument(width, 79),
          breakLongWords: isTruthy(breakLongWords),
          breakOnHyphens: isTruthy(breakOnHyphens)
        },
        render.budget
      )
      return lines.join(wrapString === null ? "\n" : textArgument(wrapString))
    }
  )
]
