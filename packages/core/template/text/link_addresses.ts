import { isMailAddress, isWebAddress } from "./address.ts"
import { pointLength, pointsOf } from "./code_points.ts"
import { htmlEscape } from "./html_escape.ts"

/** How links look. */
export interface LinkOptions {
  /** The longest text of a link in characters; undefined for no limit. */
  readonly limit: number | undefined
  readonly rel: string
  readonly target: string | undefined
  /** Beginnings that make a link of any word. */
  readonly schemes: ReadonlyArray<string>
}

interface Word {
  readonly head: string
  readonly middle: string
  readonly tail: string
}

const headMarks = ["(", "<", "&lt;"]
const tailMarks = [")", ">", ".", ",", "&gt;"]

const headLength = (word: string): number => {
  let length = 0
  for (;;) {
    const mark = headMarks.find((candidate) => word.startsWith(candidate, length))
    if (mark === undefined) return length
    length += mark.length
  }
}

const tailStart = (word: string): number => {
  let end = word.length
  for (;;) {
    const mark = tailMarks.find((candidate) => word.endsWith(candidate, end))
    if (mark === undefined) return end
    end -= mark.length
  }
}

const countOf = (text: string, part: string): number => text.split(part).length - 1

/** Gives closing brackets back to an address that has opening ones. */
const balance = (word: Word, open: string, close: string): Word => {
  let { middle, tail } = word
  const missing = countOf(middle, open) - countOf(middle, close)
  const moved = missing > 0 ? Math.min(countOf(middle, open), countOf(tail, close)) : 0
  for (let count = 0; count < moved; count++) {
    const end = tail.indexOf(close) + close.length
    middle += tail.slice(0, end)
    tail = tail.slice(end)
  }
  return { head: word.head, middle, tail }
}

const splitWord = (text: string): Word => {
  const start = headLength(text)
  const rest = text.slice(start)
  const end = tailStart(rest)
  let word: Word = { head: text.slice(0, start), middle: rest.slice(0, end), tail: rest.slice(end) }
  word = balance(word, "(", ")")
  word = balance(word, "<", ">")
  return balance(word, "&lt;", "&gt;")
}

const shorten = (text: string, limit: number | undefined): string =>
  limit !== undefined && pointLength(text) > limit ? `${pointsOf(text).slice(0, limit).join("")}...` : text

const link = (address: string, options: LinkOptions): string => {
  const rel = options.rel === "" ? "" : ` rel="${htmlEscape(options.rel)}"`
  const target = options.target === undefined || options.target === "" ? "" : ` target="${htmlEscape(options.target)}"`
  const attributes = rel + target
  if (isWebAddress(address)) {
    const full = address.startsWith("http://") || address.startsWith("https://") ? address : `https://${address}`
    return `<a href="${full}"${attributes}>${shorten(address, options.limit)}</a>`
  }
  if (address.startsWith("mailto:") && isMailAddress(address.slice(7))) {
    return `<a href="${address}">${address.slice(7)}</a>`
  }
  const isPlain = !address.startsWith("www.") && !address.startsWith("@") && !address.includes(":")
  if (isPlain && isMailAddress(address)) return `<a href="mailto:${address}">${address}</a>`
  const known = options.schemes.some((scheme) => address !== scheme && address.startsWith(scheme))
  return known ? `<a href="${address}"${attributes}>${address}</a>` : address
}

/** Makes links of the addresses in a text whose HTML is escaped already. */
export const linkAddresses = (text: string, options: LinkOptions): string =>
  text
    .split(/(\s+)/)
    .map((text) => {
      const { head, middle, tail } = splitWord(text)
      return head + link(middle, options) + tail
    })
    .join("")
