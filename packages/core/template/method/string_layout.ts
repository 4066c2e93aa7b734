import { type Native, native } from "../call/native.ts"
import { integerArgument, optionalText, textArgument } from "../call/read_argument.ts"
import { typeMismatch } from "../failure.ts"
import { pointLength } from "../text/code_points.ts"
import { expandTabs } from "../text/expand_tabs.ts"
import { type Alignment, padText } from "../text/pad_text.ts"
import { replaceText } from "../text/replace_text.ts"
import { type StripEnds, stripText } from "../text/strip_text.ts"

const stripper = (name: string, ends: StripEnds): Native<string> =>
  native(`${name}(characters?, /)`, (text, [characters], render) => {
    render.budget.read(text.length)
    return stripText(text, optionalText(characters), ends)
  })

const padder = (name: string, alignment: Alignment): Native<string> =>
  native(`${name}(width, fill?, /)`, (text, [width, fill], render) => {
    const character = textArgument(fill, " ")
    if (pointLength(character) !== 1) throw typeMismatch("the fill character must be exactly one character")
    return padText(text, integerArgument(width, 0), character, alignment, render.budget)
  })

/** Methods of Python's str that change a text at its ends, or replace parts of it. */
export const stringLayout: ReadonlyArray<Native<string>> = [
  stripper("strip", "both"),
  stripper("lstrip", "start"),
  stripper("rstrip", "end"),
  padder("ljust", "left"),
  padder("rjust", "right"),
  padder("center", "center"),
  native("zfill(width, /)", (text, [width], render) => {
    const sign = text.startsWith("-") || text.startsWith("+") ? text.charAt(0) : ""
    const wide = integerArgument(width, 0) - sign.length
    return sign + padText(text.slice(sign.length), wide, "0", "right", render.budget)
  }),
  native("replace(old, new, count?, /)", (text, [old, replacement, count], render) =>
    replaceText(text, textArgument(old), textArgument(replacement), integerArgument(count, -1), render.budget)
  ),
  native("removeprefix(prefix, /)", (text, [prefix], render) => {
    render.budget.touch(text.length)
    const start = textArgument(prefix)
    return text.startsWith(start) ? text.slice(start.length) : text
  }),
  native("removesuffix(suffix, /)", (text, [suffix], render) => {
    render.budget.touch(text.length)
    const end = textArgument(suffix)
    return end !== "" && text.endsWith(end) ? text.slice(0, -end.length) : text
  }),
  native("expandtabs(tabsize?)", (text, [size], render) => {
    render.budget.read(text.length)
    return expandTabs(text, integerArgument(size, 8), render.budget)
  })
]
