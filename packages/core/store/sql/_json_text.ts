import { plainJson } from "../../value/plain_json.ts"

/** Only then can a number be too large to be read as one. */
const hasLongNumber = /\d{16}/

const revive = (_name: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === "number" &&
  context?.source !== undefined &&
  /^-?\d+$/.test(context.source) &&
  !Number.isSafeInteger(value)
    ? BigInt(context.source)
    : value

/** Plain data as JSON text: big integers keep their digits, lone surrogates and NUL are escaped. */
export const toJsonText = (data: unknown): string => plainJson(data)

/** What `toJsonText` wrote. */
export const fromJsonText = (text: string): unknown =>
  hasLongNumber.test(text) ? JSON.parse(text, revive) : JSON.parse(text)
