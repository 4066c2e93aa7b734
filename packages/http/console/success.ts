import { Schema } from "effect"

/** What a route answers that has nothing to tell. */
export const Success = Schema.Struct({ result: Schema.Literal("success") })

export const success = { result: "success" } as const
