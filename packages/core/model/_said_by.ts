import { Effect, Option, Result, Schema, Stream } from "effect"
import { ReportedError } from "./_chat_chunk.ts"

/** How much of an error page is read, in bytes. */
const maximumPage = 64 * 1024

/** How long is waited for it; the status is known already. */
const maximumWait = "10 seconds"

/** What a server said in the body of an error status. */
export interface Said {
  readonly message: string
  /** Its own words for it: `content_filter`, `invalid_request_error`; may be empty. */
  readonly code: string
}

const ErrorPage = Schema.fromJsonString(
  Schema.Struct({ error: Schema.optionalKey(ReportedError), message: Schema.optionalKey(Schema.String) })
)

const decodePage = Schema.decodeUnknownResult(ErrorPage)

const read = (text: string): Said => {
  const page = Option.getOrUndefined(Result.getSuccess(decodePage(text)))
  const error = page?.error
  if (typeof error === "string") return { message: error, code: "" }
  return {
    message: error?.message ?? page?.message ?? text,
    code: `${error?.code ?? ""} ${error?.type ?? ""}`.trim()
  }
}

/** Reads the beginning of an error's body. That it breaks off does not hide the status: what came is used. */
export const saidBy = <Error>(bytes: Stream.Stream<Uint8Array, Error>): Effect.Effect<Said> => {
  const decoder = new TextDecoder()
  let length = 0
  let text = ""
  return bytes.pipe(
    Stream.takeWhile(() => length < maximumPage),
    Stream.runForEach((piece) =>
      Effect.sync(() => {
        length += piece.length
        text += decoder.decode(piece, { stream: true })
      })
    ),
    Effect.timeoutOption(maximumWait),
    Effect.ignore,
    Effect.map(() => read(text))
  )
}
