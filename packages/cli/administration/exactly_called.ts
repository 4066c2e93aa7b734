import { Effect, Schema } from "effect"
import type { HttpClientError, HttpClientResponse } from "effect/http"
import { called } from "./console_call.ts"
import type { Console } from "./console_session.ts"
import { ExactJson } from "./exact_json.ts"

/** How a call hands over what `exactlyCalled` reads: its answer as it came, too. */
export const withResponse = { responseMode: "decoded-and-response" } as const

/** A call as with `called`, whose answer is read with every digit of its integers: a client alone rounds them. */
export const exactlyCalled = <View>(console: Pick<Console, "origin">, schema: Schema.Decoder<View>) => {
  const decode = Schema.decodeEffect(ExactJson.pipe(Schema.decodeTo(schema)))
  return <E>(
    call: Effect.Effect<readonly [View, HttpClientResponse.HttpClientResponse], E | HttpClientError.HttpClientError>
  ) => called(console)(Effect.flatMap(call, ([, { text }]) => Effect.flatMap(text, decode)))
}
