import { Schema } from "effect"

/** A variable of a file as a list: `["start", "query"]`. */
export const SelectorList = Schema.Array(Schema.String)
