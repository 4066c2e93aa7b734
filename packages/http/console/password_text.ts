import { Schema } from "effect"

/** The password that stands before the set-up; Dify's bound. */
export const InitPasswordText = Schema.String.check(Schema.isMaxLength(30)).annotate({ expected: "a password" })

/** A password on its way in: any text of a length that is no attack. */
export const PasswordText = Schema.String.check(Schema.isMaxLength(4096)).annotate({ expected: "a password" })
