import { parseJson, type Value } from "@flowglass/core"
import { Effect } from "effect"
import type { HttpServerRequest } from "effect/http"
import { InvalidParam } from "../error/http_errors.ts"

/**
 * The JSON of a body once more, with every digit of its integers, and with `1.0` apart from `1`; undefined when no text
 * in it looks like `lost`, which JavaScript would not keep. The body was read before, so reading it again cannot fail;
 * what no value can hold is refused with `invalid_param`.
 */
export const exactBody = Effect.fnUntraced(function* (
  request: HttpServerRequest.HttpServerRequest,
  lost: RegExp
): Effect.fn.Return<Value | undefined, InvalidParam> {
  const text = yield* Effect.orDie(request.text)
  if (!lost.test(text)) return undefined
  return yield* Effect.mapError(
    Effect.fromResult(parseJson(text)),
    (reason) => new InvalidParam({ message: `The body cannot be read: ${reason}.` })
  )
})
