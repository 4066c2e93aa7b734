import { Effect } from "effect"
import type { HttpServerRequest } from "effect/http"
import { InvalidParam, UnsupportedMediaType } from "../error/http_errors.ts"
import { beyondBounds, type JsonBounds } from "./json_bounds.ts"
import { tooLarge } from "./known_failure.ts"

type Request = HttpServerRequest.HttpServerRequest

const decode = Effect.fnUntraced(function* (bytes: ArrayBuffer, contentType: string) {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1] ?? "utf-8"
  if (!/^utf-?8$/i.test(charset)) {
    return yield* new UnsupportedMediaType({ message: "Text in this body must be UTF-8." })
  }
  return yield* Effect.try({
    try: () => new TextDecoder("utf-8", { fatal: true }).decode(bytes),
    catch: () => new InvalidParam({ message: "The body is not valid UTF-8." })
  })
})

/** Draft synchronisation takes JSON under the name of plain text too. */
const holdsJson = (contentType: string): boolean => /^(application\/([^;]*\+)?json|text\/plain)\b/i.test(contentType)

/** How large a body may be in bytes, and the JSON in it. */
export interface BodyLimits extends JsonBounds {
  readonly bodyLimit: number
}

/**
 * The request with a body of a bounded size that is read as UTF-8 or not at all, and with JSON of a bounded shape. What is
 * wrong with it is raised as a defect where a handler reads it, so after the guards have let the request through.
 */
export const checkedBody = (request: Request, limits: BodyLimits): Request => {
  const contentType = request.headers["content-type"] ?? ""
  const text = Effect.gen(function* () {
    // A body that says it is too large is not read at all; the limit of the reader stops the others.
    if (Number(request.headers["content-length"]) > limits.bodyLimit) return yield* tooLarge()
    const bytes = yield* request.arrayBuffer
    // Pages of other origins may send bodies without a type unasked; with `application/json` browsers ask first.
    if (contentType === "" && bytes.byteLength > 0) {
      return yield* new UnsupportedMediaType({ message: "Say what the body is: Content-Type: application/json." })
    }
    const read = yield* decode(bytes, contentType)
    const problem = holdsJson(contentType) ? beyondBounds(read, limits) : undefined
    if (problem !== undefined) return yield* new InvalidParam({ message: `The JSON of the body ${problem}` })
    return read
  }).pipe(Effect.catchTag(["invalid_param", "unsupported_media_type", "request_entity_too_large"], Effect.die))
  // A handler may read it again: numbers that JavaScript cannot hold are in the text only.
  let kept: string | undefined
  const textOnce = Effect.suspend(() =>
    kept === undefined ? Effect.tap(text, (read) => Effect.sync(() => void (kept = read))) : Effect.succeed(kept)
  )
  return Object.create(request, {
    text: { value: textOnce },
    modify: { value: (options: Parameters<Request["modify"]>[0]) => checkedBody(request.modify(options), limits) }
  })
}
