import { float, integer, type Value } from "../../value/value.ts"
import { SyntaxFailure } from "../failure.ts"
import type { Token } from "./token.ts"

const maximumDigits = 4300

/** The number that an `integer` or `float` token stands for. */
export const numberOf = (token: Token): Value => {
  const text = token.text.replaceAll("_", "")
  if (token.kind === "float") return float(Number(text))
  if (text.length > maximumDigits) {
    throw new SyntaxFailure(`the number has more than ${maximumDigits} digits`, token.offset)
  }
  return integer(BigInt(text))
}
