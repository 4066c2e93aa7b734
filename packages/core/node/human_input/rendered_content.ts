import { FileValue } from "../../value/file_value.ts"
import { textOf } from "../../value/text_form.ts"
import type { Value, ValueObject } from "../../value/value.ts"
import { isValueArray, property } from "../../value/value_object.ts"
import type { FormQuestion } from "../form.ts"

const placeholder = /\{\{#\$output\.([a-zA-Z0-9_]{1,100})#\}\}/g

const shown = (value: Value | undefined): string => {
  if (value === undefined) return ""
  if (value instanceof FileValue) return "[file]"
  return isValueArray(value) ? `[${value.length} files]` : textOf(value)
}

type Content = Pick<FormQuestion, "form_content">

/** The text of a form with what was filled in at its places: `[file]` and `[2 files]` for files. */
export const renderedContent = ({ form_content }: Content, values: ValueObject): string =>
  form_content.replaceAll(placeholder, (_, name: string) => shown(property(values, name)))

/** How many characters that text has, without making it: a field can stand in any number of places. */
export const renderedLength = ({ form_content }: Content, values: ValueObject): number => {
  let length = form_content.length
  for (const [place, name = ""] of form_content.matchAll(placeholder)) {
    length += shown(property(values, name)).length - place.length
  }
  return length
}
