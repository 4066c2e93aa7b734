import { Schema } from "effect"
import { HttpApiSchema } from "effect/http-api"

/** What a refused refresh answers: Dify's own shape for this route, without a code. */
export const RefreshFailure = Schema.Struct({
  result: Schema.Literal("fail"),
  message: Schema.String
}).pipe(HttpApiSchema.status(401))

export type RefreshFailure = typeof RefreshFailure.Type

export const refreshFailure = (message: string): RefreshFailure => ({ result: "fail", message })
