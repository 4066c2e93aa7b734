import { Effect } from "effect"
import { OutboundHttp } from "../../net/outbound_http.ts"
import type { NetworkError } from "../../net/outbound_request.ts"
import type { FileValue } from "../../value/file_value.ts"
import type { NodeLimits } from "../node_context.ts"

const addressOf = (file: FileValue): string | undefined => {
  const { remote_url, url } = file.attributes
  return [remote_url, url].find((address) => typeof address === "string" && /^https?:/i.test(address)) ?? undefined
}

/** The bytes of a file: those it came with, else what its http address answers. Undefined when it has neither. */
export const fileContent = (
  file: FileValue,
  limits: NodeLimits
): Effect.Effect<Uint8Array | undefined, NetworkError, OutboundHttp> => {
  const { bytes } = file.attributes
  const url = addressOf(file)
  if (bytes !== undefined || url === undefined) return Effect.succeed(bytes)
  return Effect.gen(function* () {
    const http = yield* OutboundHttp
    const response = yield* http.request({ method: "GET", url, guard: "guarded", maximumBytes: limits.httpBinarySize })
    return response.status >= 200 && response.status < 300 ? response.body : undefined
  })
}
