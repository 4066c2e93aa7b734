import type { RunDetailView } from "../administration/views.ts"
import { durationText } from "./duration_text.ts"
import { oneLine } from "./safe_text.ts"
import { textTable } from "./text_table.ts"
import { timeText } from "./time_text.ts"
import { shortValue } from "./value_text.ts"

/** A run of a server with what went in and came out, for people. */
export const runDetailLines = (run: RunDetailView): ReadonlyArray<string> => {
  const fields = (title: string, values: { readonly [name: string]: unknown }) =>
    Object.entries(values).map(([name, value]) => [title, oneLine(name), shortValue(value, 100)])
  return [
    `${run.id}  ${run.status}  ${durationText(run.elapsed_time * 1000)}  ${timeText(run.created_at)}`,
    ...(run.error === null ? [] : [oneLine(`error ${run.error_code ?? ""}: ${run.error}`)]),
    ...textTable([...fields("input", run.inputs), ...fields("output", run.outputs)])
  ]
}
