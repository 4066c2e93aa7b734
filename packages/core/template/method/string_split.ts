import { type Native, native } from "../call/native.ts"
import { integerArgument, optionalText, textArgument } from "../call/read_argument.ts"
import { evaluationFailed } from "../failure.ts"
import { splitLines } from "../text/line_breaks.ts"
import { PartSearch } from "../text/part_search.ts"
import { splitAt, splitAtFromEnd } from "../text/split_text.ts"
import { splitWords, splitWordsFromEnd } from "../text/whitespace.ts"
import { List } from "../value/list.ts"
import { isTruthy } from "../value/truthiness.ts"
import { Tuple } from "../value/tuple.ts"

const separatorOf = (separator: string): string => {
  if (separator === "") throw evaluationFailed("the separator is empty")
  return separator
}

type Split = (text: string, limit: number, separator: string | undefined) => Array<string>

const fromStart: Split = (text, limit, separator) =>
  separator === undefined ? splitWords(text, limit) : splitAt(text, separatorOf(separator), limit)

const fromEnd: Split = (text, limit, separator) =>
  separator === undefined ? splitWordsFromEnd(text, limit) : splitAtFromEnd(text, separatorOf(separator), limit)

const splitter = (name: string, split: Split): Native<string> =>
  native(`${name}(sep?, maxsplit?)`, (text, [separator, limit], render) => {
    render.budget.read(text.length)
    const times = integerArgument(limit, -1)
    const parts = split(text, times < 0 ? Number.POSITIVE_INFINITY : times, optionalText(separator))
    render.budget.items(parts.length)
    return new List(parts)
  })

/** Methods of Python's str that take a text apart. */
export const stringSplit: ReadonlyArray<Native<string>> = [
  splitter("split", fromStart),
  splitter("rsplit", fromEnd),
  native("splitlines(keepends?)", (text, [keepEnds], render) => {
    render.budget.read(text.length)
    const lines = splitLines(text, keepEnds !== undefined && isTruthy(keepEnds))
    render.budget.items(lines.length)
    return new List(lines)
  }),
  native("partition(sep, /)", (text, [separator], render) => {
    render.budget.read(text.length)
    const mark = separatorOf(textArgument(separator))
    const at = new PartSearch(mark).next(text, 0)
    return new Tuple(at < 0 ? [text, "", ""] : [text.slice(0, at), mark, text.slice(at + mark.length)])
  }),
  native("rpartition(sep, /)", (text, [separator], render) => {
    render.budget.read(text.length)
    const mark = separatorOf(textArgument(separator))
    const at = new PartSearch(mark).last(text)
    return new Tuple(at < 0 ? ["", "", text] : [text.slice(0, at), mark, text.slice(at + mark.length)])
  })
]
