import { type Native, native } from "../call/native.ts"
import { capitalize, isAllCase, isTitle, swapCase, titleCase } from "../text/letter_case.ts"
import { trim } from "../text/whitespace.ts"

const change = (name: string, convert: (text: string) => string): Native<string> =>
  native(`${name}(/)`, (text, _args, render) => {
    render.budget.read(text.length)
    return convert(text)
  })

const check = (name: string, holds: (text: string) => boolean): Native<string> =>
  native(`${name}(/)`, (text, _args, render) => {
    render.budget.read(text.length)
    return holds(text)
  })

const foldCase = (text: string): string => text.replaceAll("ß", "ss").toLowerCase().replaceAll("ς", "σ")

/** Methods of Python's str about letter case and kinds of characters. */
export const stringCase: ReadonlyArray<Native<string>> = [
  change("upper", (text) => text.toUpperCase()),
  change("lower", (text) => text.toLowerCase()),
  change("capitalize", capitalize),
  change("title", titleCase),
  change("swapcase", swapCase),
  change("casefold", foldCase),
  check("isupper", (text) => isAllCase(text, "upper")),
  check("islower", (text) => isAllCase(text, "lower")),
  check("istitle", isTitle),
  check("isalpha", (text) => /^\p{L}+$/u.test(text)),
  check("isalnum", (text) => /^[\p{L}\p{N}]+$/u.test(text)),
  check("isdecimal", (text) => /^\p{Nd}+$/u.test(text)),
  check("isdigit", (text) => /^[\p{Nd}²³¹⁰⁴-⁹₀-₉①-⑨⑴-⑼⒈-⒐]+$/u.test(text)),
  check("isnumeric", (text) => /^[\p{N}〇一二三四五六七八九十百千万億兆零]+$/u.test(text)),
  check("isspace", (text) => text !== "" && trim(text) === ""),
  check("isascii", (text) => !/[^\p{ASCII}]/u.test(text)),
  check("isidentifier", (text) => /^[\p{XIDS}_][\p{XIDC}]*$/u.test(text)),
  check("isprintable", (text) => !/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(text))
]
