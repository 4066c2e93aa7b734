import { Console, Effect } from "effect"
import { jsonOutput } from "../format/json_output.ts"
import { oneLine } from "../format/safe_text.ts"
import { outputStyle } from "../format/style.ts"
import { textTable } from "../format/text_table.ts"
import { CommandName, typedAdvice } from "../format/typed_advice.ts"

/** Advice for the person at the terminal: on standard error, because it is no data. */
export const tellNext = Effect.fnUntraced(function* (advice: string) {
  yield* Console.error(typedAdvice(advice, { command: yield* CommandName, verb: undefined }))
})

/** How a list is shown. */
export interface ShownList<Item> {
  readonly isJson: boolean
  readonly columns: ReadonlyArray<string>
  readonly row: (item: Item) => ReadonlyArray<string>
  /** What to do when there is nothing in it. */
  readonly empty: string
}

/** A list as a table or as one JSON document; an empty one says what to do next. */
export const showList = Effect.fnUntraced(function* <Item>(items: ReadonlyArray<Item>, shown: ShownList<Item>) {
  if (shown.isJson) return yield* Console.log(jsonOutput(items, 2))
  if (items.length === 0) return yield* tellNext(shown.empty)
  const { bold } = yield* outputStyle
  const rows = items.map((item) => shown.row(item).map(oneLine))
  yield* Console.log(textTable([shown.columns.map(bold), ...rows]).join("\n"))
})

/** One thing: its JSON, or the line that people get. */
export const showOne = (item: object, isJson: boolean, line: string): Effect.Effect<void> =>
  Console.log(isJson ? jsonOutput(item, 2) : oneLine(line))
