import { Effect } from "effect"
import type { HttpServerRequest } from "effect/http"
import { InvalidParam, UnsupportedMediaType } from "../error/http_errors.ts"
import { isDeeperThan } from "./json_depth.ts"

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

/**
 * The request with a body that is read as UTF-8 or not at all, and with JSON of a bounded depth. What is wrong with it is
 * raised as a defect where a handler reads it, so after the guards have let the request through.
 */
export const checkedBody = (request: Request, jsonDepth: number): Request => {
  const contentType = request.headers["content-type"] ?? ""
  const text = Effect.gen(function* () {
    const bytes = yield* request.arrayBuffer
    // Pages of other origins may send bodies without a type unasked; with `application/json` browsers ask first.
    if (contentType === "" && bytes.byteLength > 0) {
      return yield* new UnsupportedMediaType({ message: "Say what the body is: Content-Type: application/json." })
    }
    const read = yield* decode(bytes, contentType)
    if (/^application\/([^;]*\+)?json\b/i.test(contentType) && isDeeperThan(read, jsonDepth)) {
      return yield* new InvalidParam({ message: `The JSON of the body is nested deeper than ${jsonDepth} levels.` })
    }
    return read
  }).pipe(Effect.catchTag(["invalid_param", "unsupported_media_type"], Effect.die))
  return Object.create(request, {
    text: { value: text },
    modify: { value: (options: Parameters<Request["modify"]>[0]) => checkedBody(request.modify(options), jsonDepth) }
  })
}
