import { Schema } from "effect"

/** A password on its way in: any text of a length that is no attack. */
export const PasswordText = Schema.String.check(Schema.isMaxLength(4096)).annotate({ expected: "a password" })
