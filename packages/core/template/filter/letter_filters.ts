import { type Native, native } from "../call/native.ts"
import { capitalize } from "../text/letter_case.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { textOf } from "../value/text_of.ts"
import { changeText } from "./change_text.ts"

const isSeparator = (character: string): boolean => /[\s\-({[<]/.test(character)

/** The words of a text, each with its separators in front of it apart. */
const titleWords = (text: string): string => {
  let result = ""
  let start = 0
  while (start < text.length) {
    let end = start + 1
    const separator = isSeparator(text.charAt(start))
    while (end < text.length && isSeparator(text.charAt(end)) === separator) end++
    const [first = ""] = text.slice(start, end)
    result += first.toUpperCase() + text.slice(start + first.length, end).toLowerCase()
    start = end
  }
  return result
}

/** Filters that change letters. */
export const letterFilters: ReadonlyArray<Native<TemplateValue>> = [
  native("upper()", (value, _args, render) => changeText(value, render, (text) => text.toUpperCase())),
  native("lower()", (value, _args, render) => changeText(value, render, (text) => text.toLowerCase())),
  native("capitalize()", (value, _args, render) => changeText(value, render, capitalize)),
  native("title()", (value, _args, render) => {
    const text = textOf(value, render.budget)
    render.budget.read(text.length)
    return titleWords(text)
  })
]
