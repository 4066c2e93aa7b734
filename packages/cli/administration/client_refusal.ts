import { Effect, Option, Schema } from "effect"
import { HttpClientError } from "effect/http"
import { ServerAnswerUnknown, ServerNotReached } from "../error/administration_errors.ts"
import { systemProblem } from "../file_problem.ts"
import { oneLine } from "../format/safe_text.ts"
import type { Refusal } from "./refusals.ts"

/** How a call of a derived client fails. */
export type ClientFailure = Refusal | HttpClientError.HttpClientError | Schema.SchemaError

const Body = Schema.fromJsonString(Schema.Struct({ code: Schema.String, message: Schema.String }))

/** What an answer says that is none of those a route declares. */
const saidBy = Effect.fnUntraced(function* ({ response }: HttpClientError.HttpClientError) {
  if (response === undefined) return ""
  const text = yield* Effect.orElseSucceed(response.text, () => "")
  const body = Schema.decodeUnknownOption(Body)(text)
  return Option.isNone(body) ? "" : `: ${body.value.code}: ${oneLine(body.value.message)}`
})

/** Why a call to a server failed, as commands tell it. */
export const clientRefusal = Effect.fnUntraced(function* (
  error: ClientFailure,
  address: string
): Effect.fn.Return<Refusal> {
  if (!HttpClientError.isHttpClientError(error)) {
    if (!Schema.isSchemaError(error)) return error
    return new ServerAnswerUnknown({ message: `The answer of ${address} is not what this version expects.` })
  }
  const { reason, response } = error
  if (response === undefined) {
    const cause = "cause" in reason ? reason.cause : reason
    return new ServerNotReached({ message: `${address} does not answer: ${oneLine(systemProblem(cause))}.` })
  }
  const said = yield* saidBy(error)
  return new ServerAnswerUnknown({ message: `${address} answered with status ${response.status}${said}` })
})
