import { SyntaxFailure } from "../failure.ts"
import { isSpaceAt } from "../text/whitespace.ts"
import { unescapeString } from "./string_literal.ts"
import type { Token } from "./token.ts"

const floatPattern = /\d+(?:_\d+)*(?:\.\d+(?:_\d+)*(?:[eE][+-]?\d+(?:_\d+)*)?|[eE][+-]?\d+(?:_\d+)*)/y
const integerPattern = /0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[\da-fA-F])+|[1-9](?:_?\d)*|0(?:_?0)*/y
const namePattern = /[\p{L}\p{N}_]+/uy
const operators = ["//", "**", "==", "!=", ">=", "<="]
const single = new Set("+-/*%~[](){}><=.:|,;")
const closing: Record<string, string> = { "(": ")", "[": "]", "{": "}" }

/** Where reading goes on after `}}` or `%}`, and whether white space there is dropped (`-}}`). */
export interface ExpressionEnd {
  readonly next: number
  readonly trims: boolean
}

const matchAt = (pattern: RegExp, source: string, index: number): string | undefined => {
  pattern.lastIndex = index
  return pattern.exec(source)?.[0]
}

const endAt = (source: string, index: number, kind: "output" | "block"): ExpressionEnd | undefined => {
  const mark = kind === "output" ? "}}" : "%}"
  if (source.startsWith(mark, index)) return { next: index + 2, trims: false }
  if (source.startsWith(`-${mark}`, index)) return { next: index + 3, trims: true }
  return kind === "block" && source.startsWith("+%}", index) ? { next: index + 3, trims: false } : undefined
}

/** The index of the quote that closes a string, or -1. */
const closingQuote = (source: string, open: number): number => {
  for (let index = open + 1; index < source.length; index++) {
    if (source[index] === "\\") index++
    else if (source[index] === source[open]) return index
  }
  return -1
}

const stringAt = (source: string, offset: number): { readonly token: Token; readonly next: number } => {
  const close = closingQuote(source, offset)
  if (close < 0) throw new SyntaxFailure("the string is not closed", offset)
  const text = unescapeString(source.slice(offset + 1, close), offset)
  return { token: { kind: "string", text, offset }, next: close + 1 }
}

const wordAt = (source: string, offset: number): Token | undefined => {
  const float = matchAt(floatPattern, source, offset)
  if (float !== undefined) return { kind: "float", text: float, offset }
  const integer = matchAt(integerPattern, source, offset)
  if (integer !== undefined) return { kind: "integer", text: integer, offset }
  const name = matchAt(namePattern, source, offset)
  if (name === undefined) return undefined
  if (!/^[\p{L}\p{Nl}_]/u.test(name)) throw new SyntaxFailure(`'${name}' cannot be a name`, offset)
  return { kind: "name", text: name, offset }
}

const operatorAt = (source: string, offset: number): Token => {
  const text = operators.find((operator) => source.startsWith(operator, offset)) ?? source.charAt(offset)
  if (text.length === 1 && !single.has(text)) {
    throw new SyntaxFailure(
      `the character '${String.fromCodePoint(source.codePointAt(offset) ?? 0)}' has no meaning here`,
      offset
    )
  }
  return { kind: "operator", text, offset }
}

/** Notes an opened bracket, or takes off the one that this closes. */
const balance = (open: Array<string>, token: Token): void => {
  const close = closing[token.text]
  if (close !== undefined) open.push(close)
  else if (token.text === ")" || token.text === "]" || token.text === "}") {
    const expected = open.pop()
    if (expected !== token.text) {
      const hope = expected === undefined ? "" : `, '${expected}' is expected`
      throw new SyntaxFailure(`'${token.text}' closes nothing here${hope}`, token.offset)
    }
  }
}

/** Reads the tokens of an expression or statement and its end. Inside brackets `}}` is no end, so dictionaries nest. */
export const readTokens = (
  source: string,
  start: number,
  kind: "output" | "block",
  tokens: Array<Token>
): ExpressionEnd => {
  const open: Array<string> = []
  let index = start
  for (;;) {
    while (index < source.length && isSpaceAt(source, index)) index++
    const end = open.length === 0 ? endAt(source, index, kind) : undefined
    if (end !== undefined) {
      tokens.push({ kind: `${kind}_end`, text: "", offset: index })
      return end
    }
    if (index >= source.length) {
      throw new SyntaxFailure(
        `the ${kind === "output" ? "output is not closed by }}" : "statement is not closed by %}"}`,
        start
      )
    }
    const character = source[index]
    if (character === "'" || character === '"') {
      const { token, next } = stringAt(source, index)
      tokens.push(token)
      index = next
      continue
    }
    const token = wordAt(source, index) ?? operatorAt(source, index)
    if (token.kind === "operator") balance(open, token)
    tokens.push(token)
    index += token.text.length
  }
}
