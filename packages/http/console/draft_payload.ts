import { toPlain } from "@flowglass/core"
import { Effect, Schema } from "effect"
import type { HttpServerRequest } from "effect/http"
import type { InvalidParam } from "../error/http_errors.ts"
import { exactBody } from "../serve/exact_body.ts"

const JsonObject = Schema.Record(Schema.String, Schema.Unknown)

/** What a draft is saved with. */
export const DraftPayload = Schema.Struct({
  graph: JsonObject,
  features: JsonObject,
  /** The hash of the draft that this one was made from; not compared for the first draft. */
  hash: Schema.optionalKey(Schema.NullOr(Schema.String)),
  environment_variables: Schema.optionalKey(Schema.NullOr(Schema.Array(JsonObject))),
  conversation_variables: Schema.optionalKey(Schema.NullOr(Schema.Array(JsonObject)))
})

/** What a draft is saved with. */
export type DraftPayload = typeof DraftPayload.Type

const longInteger = /\d{16}/

/** The draft in the body of a request with every digit of its integers; `decoded` is what the route made of it. */
export const exactDraft = Effect.fnUntraced(function* (
  request: HttpServerRequest.HttpServerRequest,
  decoded: DraftPayload
): Effect.fn.Return<DraftPayload, InvalidParam> {
  const body = yield* exactBody(request, longInteger)
  return body === undefined ? decoded : yield* Effect.orDie(Schema.decodeUnknownEffect(DraftPayload)(toPlain(body)))
})
