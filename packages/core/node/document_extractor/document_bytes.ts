import { Effect } from "effect"
import { DocumentTooLarge, DocumentUnavailable } from "../../error/document_errors.ts"
import { OutboundHttp } from "../../net/outbound_http.ts"
import type { NetworkError } from "../../net/outbound_request.ts"
import type { FileValue } from "../../value/file_value.ts"
import type { NodeLimits } from "../node_context.ts"

/** What messages call a file. */
export const documentName = ({ attributes }: FileValue): string =>
  attributes.filename ?? attributes.url ?? attributes.remote_url ?? "the file"

const addressOf = ({ attributes }: FileValue): string | undefined =>
  [attributes.remote_url, attributes.url].find((address) => typeof address === "string" && /^https?:/i.test(address)) ??
  undefined

const tooLarge = (file: FileValue, size: string, limit: number) =>
  new DocumentTooLarge({ message: `${documentName(file)} has ${size} bytes; at most ${limit} are read` })

const download = Effect.fnUntraced(function* (file: FileValue, url: string, limit: number) {
  const http = yield* OutboundHttp
  const { status, body } = yield* http
    .request({ method: "GET", url, guard: "guarded", maximumBytes: limit })
    .pipe(Effect.catchTag("outbound_response_too_large", () => Effect.fail(tooLarge(file, "more", limit))))
  if (status >= 200 && status < 300) return body
  return yield* new DocumentUnavailable({
    message: `Error downloading file: ${documentName(file)} was answered with status ${status}`
  })
})

/**
 * The bytes of a file: those it came with, else what its http address answers. Workflows may name any address, so it is
 * asked through the guarded client.
 */
export const documentBytes = (
  file: FileValue,
  { documentSize: limit }: NodeLimits
): Effect.Effect<Uint8Array, DocumentUnavailable | DocumentTooLarge | NetworkError, OutboundHttp> => {
  const { bytes, transfer_method } = file.attributes
  if (bytes !== undefined) {
    return bytes.length > limit ? Effect.fail(tooLarge(file, `${bytes.length}`, limit)) : Effect.succeed(bytes)
  }
  const url = addressOf(file)
  if (url !== undefined) return download(file, url, limit)
  const message =
    transfer_method === "remote_url"
      ? "Missing URL for remote file"
      : `Error downloading file: ${documentName(file)} has neither its bytes nor an http address`
  return Effect.fail(new DocumentUnavailable({ message }))
}
