import { Schema } from "effect"

const isStorable = Schema.makeFilter<string>((text) => !text.includes("\u0000") && text.isWellFormed(), {
  expected: "text without NUL characters and half characters"
})

/** Text of a bounded length that any database can keep. */
export const plainText = (least: number, most: number) =>
  Schema.String.check(Schema.isMinLength(least), Schema.isMaxLength(most), isStorable)
