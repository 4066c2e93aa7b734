import { type InputObject, isValueObject } from "@flowglass/core"
import { Effect } from "effect"
import type { HttpServerRequest } from "effect/http"
import type { InvalidParam } from "../error/http_errors.ts"
import { exactBody } from "../serve/exact_body.ts"

/** Only then is anything lost when a text is read as JavaScript reads it. */
const specialNumber = /\d{16}|\d[.eE]/

/**
 * The inputs in the body of a request, with every digit of their integers, and with `1.0` apart from `1`. `decoded` is
 * what the schema of the route made of them.
 */
export const exactInputs = (
  request: HttpServerRequest.HttpServerRequest,
  decoded: InputObject
): Effect.Effect<InputObject, InvalidParam> =>
  Effect.map(exactBody(request, specialNumber), (body) =>
    isValueObject(body) && isValueObject(body.inputs) ? body.inputs : decoded
  )
