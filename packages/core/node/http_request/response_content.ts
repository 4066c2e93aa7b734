import { Effect, Result, Stream } from "effect"
import { HttpResponseTooLarge } from "../../error/http_request_errors.ts"
import type { NetworkError, OutboundStream } from "../../net/outbound_request.ts"
import type { NodeLimits } from "../node_context.ts"
import { type RequestFailure, requestFailure } from "./request_failure.ts"
import { headerValue } from "./response_headers.ts"
import { isFileByHeaders, isFileBySample, sampleSize } from "./response_kind.ts"

/** A response body, and whether it is a file or text. */
export interface ResponseContent {
  readonly isFile: boolean
  readonly bytes: Uint8Array
}

const megabyte = 1024 * 1024

const readable = (size: number): string => {
  if (size < 1024) return `${size} bytes`
  return size < megabyte ? `${(size / 1024).toFixed(2)} KB` : `${(size / megabyte).toFixed(2)} MB`
}

/** The size the server announced, which is more than what was read when the limit stopped the reading. */
const announcedSize = ({ headers }: OutboundStream): number => {
  const length = headerValue(headers, "content-length")
  const plain = headerValue(headers, "content-encoding") === undefined
  return plain && length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : 0
}

/**
 * Reads a response. Its headers say whether it is text or a file, for some types its first 1024 bytes; the size limit
 * of that kind ends the reading with Dify's `ResponseSizeError`.
 */
export const responseContent = (
  response: OutboundStream,
  limits: NodeLimits
): Effect.Effect<ResponseContent, RequestFailure | NetworkError> =>
  Effect.suspend(() => {
    const disposition = headerValue(response.headers, "content-disposition")
    let isFile = isFileByHeaders(headerValue(response.headers, "content-type") ?? "", disposition)
    let size = 0
    const pieces: Array<Uint8Array> = []
    const check = (): Result.Result<void, RequestFailure> => {
      const limit = isFile ? limits.httpBinarySize : limits.httpTextSize
      if (isFile === undefined || size <= limit) return Result.void
      const current = readable(Math.max(size, announcedSize(response)))
      const message = `${isFile ? "File" : "Text"} size is too large, max size is ${(limit / megabyte).toFixed(2)} MB, but current size is ${current}.`
      return requestFailure(new HttpResponseTooLarge({ message }), "ResponseSizeError")
    }
    const take = (piece: Uint8Array) => {
      pieces.push(piece)
      size += piece.length
      if (isFile === undefined && size >= sampleSize) isFile = isFileBySample(Buffer.concat(pieces))
      return Effect.fromResult(check())
    }
    const finish = (): Result.Result<ResponseContent, RequestFailure> => {
      const bytes = Buffer.concat(pieces)
      isFile ??= isFileBySample(bytes)
      const kind = isFile
      return Result.map(check(), () => ({ isFile: kind, bytes: new Uint8Array(bytes) }))
    }
    return Effect.flatMap(Stream.runForEach(response.body, take), () => Effect.fromResult(finish()))
  })

/** The text of a body in the charset of its content type; UTF-8 when that names none or an unknown one. */
export const responseText = (contentType: string, bytes: Uint8Array): string => {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1] ?? "utf-8"
  return Result.getOrElse(
    Result.try(() => new TextDecoder(charset).decode(bytes)),
    () => new TextDecoder().decode(bytes)
  )
}
