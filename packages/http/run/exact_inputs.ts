import { type InputObject, isValueObject, parseJson } from "@flowglass/core"
import { Effect, Result } from "effect"
import type { HttpServerRequest } from "effect/http"

/** Only then is anything lost when a text is read as JavaScript reads it. */
const hasSpecialNumber = /\d{16}|\d[.eE]/

/**
 * The inputs in the body of a request, with every digit of their integers, and with `1.0` apart from `1`. `decoded` is
 * what the schema of the route made of them. The body was read before, so reading it again cannot fail.
 */
export const exactInputs = (
  request: HttpServerRequest.HttpServerRequest,
  decoded: InputObject
): Effect.Effect<InputObject> =>
  Effect.map(Effect.orDie(request.text), (text) => {
    if (!hasSpecialNumber.test(text)) return decoded
    const body = Result.getOrUndefined(parseJson(text))
    return isValueObject(body) && isValueObject(body.inputs) ? body.inputs : decoded
  })
