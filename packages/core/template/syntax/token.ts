/** What a token is. `text` tokens are the literal parts of the template. */
export type TokenKind =
  | "text"
  | "output_begin"
  | "output_end"
  | "block_begin"
  | "block_end"
  | "name"
  | "string"
  | "integer"
  | "float"
  | "operator"
  | "end"

/** The smallest part of a template that means something. */
export interface Token {
  readonly kind: TokenKind
  /** The characters; for strings the text they stand for. */
  readonly text: string
  /** Where it begins in the source text. */
  readonly offset: number
}

/** How a token is named in a message. */
export const tokenName = (token: Token): string => {
  switch (token.kind) {
    case "output_end":
      return "the end of the output"
    case "block_end":
      return "the end of the statement"
    case "end":
      return "the end of the template"
    case "text":
    case "output_begin":
    case "block_begin":
      return "template text"
    default:
      return `'${token.text}'`
  }
}
