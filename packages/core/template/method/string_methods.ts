import { type NativeTable, native, tableOf, variadic } from "../call/native.ts"
import { textArgument } from "../call/read_argument.ts"
import { evaluationFailed, typeMismatch } from "../failure.ts"
import { braceFormat } from "../format/brace_format.ts"
import { joinTexts } from "../text/join_texts.ts"
import { ByteString } from "../value/byte_string.ts"
import { Dict } from "../value/dict.ts"
import { stringCase } from "./string_case.ts"
import { stringLayout } from "./string_layout.ts"
import { stringSearch } from "./string_search.ts"
import { stringSplit } from "./string_split.ts"

/** The methods of Python's str. */
export const stringMethods: NativeTable<string> = tableOf<string>([
  ...stringCase,
  ...stringLayout,
  ...stringSearch,
  ...stringSplit,
  native("join(items, /)", (text, [items], render) => joinTexts(text, items ?? null, render.budget)),
  variadic("format", (text, args, render) => braceFormat(text, args, render)),
  native("format_map(mapping, /)", (text, [mapping], render) => {
    if (!(mapping instanceof Dict)) throw typeMismatch("format_map() needs a dictionary")
    const named = new Map(Array.from(mapping.entries(), ({ key, value }) => [textArgument(key), value] as const))
    return braceFormat(text, { positional: [], named }, render)
  }),
  native("encode(encoding?, errors?)", (text, [encoding], render) => {
    const name = textArgument(encoding, "utf-8").toLowerCase()
    if (name !== "utf-8" && name !== "utf8" && name !== "ascii") {
      throw evaluationFailed(`the encoding '${name}' is not available; use utf-8`)
    }
    render.budget.read(text.length)
    return new ByteString(new TextEncoder().encode(text))
  })
])
