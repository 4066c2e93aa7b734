import type { PausedForm } from "@flowglass/core"
import { oneLine, safeText } from "./safe_text.ts"
import type { Style } from "./style.ts"
import { cut, textTable } from "./text_table.ts"
import { timeText } from "./time_text.ts"

/** The last second that JavaScript has a date for: a record may say anything. */
const lastSecond = 8.64e12

/** How many lines of the text of a form are shown. */
const mostLines = 20

type Field = PausedForm["inputs"][number]

const kindOf = (field: Field): string => {
  if (field.type === "select") return field.option_source.value.map(oneLine).join(" | ")
  return field.type === "paragraph" ? "text" : field.type
}

/** What stands in a field that nobody has filled in. */
const placeholderOf = (field: Field): unknown => {
  if (field.type === "select") return field.option_source.value[0] ?? ""
  if (field.type === "paragraph") return ""
  const file = { transfer_method: "local_file", path: "FILE" }
  return field.type === "file" ? file : [file]
}

/** A text as one word of a shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** A text as a shell reads it as one word. */
export const word = (text: string): string => (/^[\w./:-]+$/.test(text) ? text : quoted(text))

/** How a run is named in a command. */
export interface ResumeTerms {
  readonly command: string
  readonly run: string
  /** Options that lead to its server, as they are typed. */
  readonly options?: string
}

/** The command that answers a form; `name` says which form it is where several wait. */
export const resumeCommandText = (
  form: PausedForm,
  { command, run, options = "" }: ResumeTerms,
  name: string | undefined
): string => {
  const inputs = Object.fromEntries(form.inputs.map((field) => [field.output_variable_name, placeholderOf(field)]))
  return [
    `${command} resume ${word(run)}`,
    ...(name === undefined ? [] : [`--node ${word(name)}`]),
    `--action ${word(form.actions[0]?.id ?? "ACTION")}`,
    ...(form.inputs.length === 0 ? [] : [`--inputs ${quoted(JSON.stringify(inputs))}`]),
    ...(options === "" ? [] : [options])
  ].join(" ")
}

/** The node of a form, or its place where the node waits in several rounds. */
const nameOf = (form: PausedForm, forms: ReadonlyArray<PausedForm>): string | undefined => {
  if (forms.length === 1) return undefined
  return forms.some((other) => other !== form && other.node_id === form.node_id) ? form.execution : form.node_id
}

const contentLines = (content: string): ReadonlyArray<string> => {
  const lines = safeText(content).split("\n")
  const shown = lines.slice(0, mostLines).map((line) => `    ${cut(line, 200)}`.trimEnd())
  return content === "" ? [] : [...shown, ...(lines.length > mostLines ? ["    ..."] : [])]
}

/** The forms that a run waits for, and how each is answered, for people. */
export const formLines = (forms: ReadonlyArray<PausedForm>, terms: ResumeTerms, style: Style): ReadonlyArray<string> =>
  forms.flatMap((form) => {
    const expires = `until ${timeText(Math.max(0, Math.min(form.expiration_time, lastSecond)))}`
    const rows = [
      ...form.inputs.map((field) => ["field", oneLine(field.output_variable_name), kindOf(field)]),
      ...form.actions.map(({ id, title }) => ["action", oneLine(id), oneLine(title)])
    ]
    const name = nameOf(form, forms)
    return [
      `  ${style.bold(oneLine(name ?? form.node_id))}  ${oneLine(form.node_title)}  ${style.dim(expires)}`,
      ...contentLines(form.form_content),
      ...textTable(rows).map((line) => `    ${line}`),
      `  ${style.dim("go on")}  ${oneLine(resumeCommandText(form, terms, name))}`
    ]
  })
