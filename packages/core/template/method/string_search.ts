import { type Native, native } from "../call/native.ts"
import { textArgument } from "../call/read_argument.ts"
import { evaluationFailed } from "../failure.ts"
import { pointLength } from "../text/code_points.ts"
import { PartSearch } from "../text/part_search.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { Tuple } from "../value/tuple.ts"
import { findIn, windowOf } from "./text_window.ts"

const finder = (name: string, last: boolean, required: boolean): Native<string> =>
  native(`${name}(part, start?, end?, /)`, (text, args, render) => {
    render.budget.read(text.length)
    const at = findIn(windowOf(text, args, 1), textArgument(args[0]), last)
    if (at < 0 && required) throw evaluationFailed("the part is not in the text")
    return at
  })

const occurrences = (text: string, part: string): number =>
  part === "" ? pointLength(text) + 1 : new PartSearch(part).all(text, Number.POSITIVE_INFINITY).length

const affixes = (value: TemplateValue | undefined): ReadonlyArray<string> =>
  value instanceof Tuple ? value.items.map((item) => textArgument(item)) : [textArgument(value)]

const affixTest = (name: string, matches: (text: string, affix: string) => boolean): Native<string> =>
  native(`${name}(affix, start?, end?, /)`, (text, args, render) => {
    render.budget.read(text.length)
    const window = windowOf(text, args, 1)
    return window.exists && affixes(args[0]).some((affix) => matches(window.text, affix))
  })

/** Methods of Python's str that look for a part. */
export const stringSearch: ReadonlyArray<Native<string>> = [
  finder("find", false, false),
  finder("rfind", true, false),
  finder("index", false, true),
  finder("rindex", true, true),
  native("count(part, start?, end?, /)", (text, args, render) => {
    render.budget.read(text.length)
    const window = windowOf(text, args, 1)
    return window.exists ? occurrences(window.text, textArgument(args[0])) : 0
  }),
  affixTest("startswith", (text, affix) => text.startsWith(affix)),
  affixTest("endswith", (text, affix) => text.endsWith(affix))
]
