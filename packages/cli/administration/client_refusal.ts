import { Effect, Option, Schema } from "effect"
import { HttpClientError } from "effect/http"
import { ServerAnswerUnknown, ServerNotReached } from "../error/administration_errors.ts"
import { systemProblem } from "../file_problem.ts"
import { oneLine } from "../format/safe_text.ts"

/** How a call of a derived client fails, as commands tell it: as its routes declare, or on the way. */
export type ToldFailure<Failure> =
  | Exclude<Failure, HttpClientError.HttpClientError | Schema.SchemaError>
  | ServerAnswerUnknown
  | ServerNotReached

const isDeclared = <Failure>(
  error: Failure
): error is Exclude<Failure, HttpClientError.HttpClientError | Schema.SchemaError> =>
  !HttpClientError.isHttpClientError(error) && !Schema.isSchemaError(error)

const Body = Schema.fromJsonString(Schema.Struct({ code: Schema.String, message: Schema.String }))

/** What an answer says that is none of those a route declares. */
const saidBy = Effect.fnUntraced(function* ({ response }: HttpClientError.HttpClientError) {
  if (response === undefined) return ""
  const text = yield* Effect.orElseSucceed(response.text, () => "")
  const body = Schema.decodeOption(Body)(text)
  return Option.isNone(body) ? "" : `: ${body.value.code}: ${oneLine(body.value.message)}`
})

const wayFailure = Effect.fnUntraced(function* (error: HttpClientError.HttpClientError, address: string) {
  const { reason, response } = error
  if (response === undefined) {
    const cause = "cause" in reason ? reason.cause : reason
    return new ServerNotReached({ message: `${address} does not answer: ${oneLine(systemProblem(cause))}.` })
  }
  const said = yield* saidBy(error)
  return new ServerAnswerUnknown({ message: `${address} answered with status ${response.status}${said}` })
})

/** Why a call to a server failed, as commands tell it. */
export const clientRefusal = <Failure>(error: Failure, address: string): Effect.Effect<ToldFailure<Failure>> => {
  if (isDeclared(error)) return Effect.succeed(error)
  if (HttpClientError.isHttpClientError(error)) return wayFailure(error, address)
  const message = `The answer of ${address} is not what this version expects.`
  return Effect.succeed(new ServerAnswerUnknown({ message }))
}
