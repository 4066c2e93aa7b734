import { Result } from "effect"
import { type OutboundAddressRefused, OutboundRequestInvalid, OutboundUrlInvalid } from "../error/network_errors.ts"
import type { Hop } from "./_exchange.ts"
import { encodeMultipart } from "./_multipart.ts"
import { checkUrl, headerOf } from "./_redirect.ts"
import type { HeaderPairs, OutboundRequest } from "./outbound_request.ts"

// What belongs to the connection and the framing is ours to say.
const reserved = new Set(["connection", "content-length", "expect", "keep-alive", "te", "transfer-encoding", "upgrade"])
const methods = new Set(["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QUERY"])
const takesBody = new Set(["POST", "PUT", "PATCH"])

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
// Header values are bytes: tab, space and everything visible of Latin-1.
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/

const defaults: HeaderPairs = [
  ["accept", "*/*"],
  ["accept-encoding", "gzip, deflate, br, zstd"],
  ["user-agent", "Flowglass"]
]

const parseUrl = (text: string): Result.Result<URL, OutboundUrlInvalid> =>
  Result.try({
    try: () => new URL(text),
    catch: () =>
      new OutboundUrlInvalid({ message: `The URL of an outbound request cannot be read: ${text.slice(0, 80)}` })
  })

const invalid = (message: string) => Result.fail(new OutboundRequestInvalid({ message }))

const checkHeaders = (headers: HeaderPairs): Result.Result<HeaderPairs, OutboundRequestInvalid> => {
  for (const [name, value] of headers) {
    if (!token.test(name)) return invalid(`${JSON.stringify(name.slice(0, 80))} is not a name of an HTTP header.`)
    if (!headerValue.test(value)) {
      return invalid(`The header ${name} has a line break, control character or character beyond Latin-1 in its value.`)
    }
  }
  return Result.succeed(headers)
}

const bodyOf = (body: OutboundRequest["body"]): { readonly type?: string; readonly bytes?: Uint8Array } => {
  if (body === undefined) return {}
  if (typeof body === "string") return { bytes: Buffer.from(body) }
  return body instanceof Uint8Array ? { bytes: body } : encodeMultipart(body.multipart)
}

const assemble = (request: OutboundRequest, method: string, url: URL): Hop => {
  const { type, bytes } = bodyOf(request.body)
  const given = (request.headers ?? []).filter(
    ([name]) => !reserved.has(name.toLowerCase()) && !(type !== undefined && name.toLowerCase() === "content-type")
  )
  const added = defaults.filter(([name]) => headerOf(given, name) === undefined)
  const body = bytes === undefined || bytes.length === 0 ? undefined : bytes
  const length =
    body === undefined && !takesBody.has(method) ? [] : [["content-length", String(body?.length ?? 0)] as const]
  const coding = type === undefined ? [] : [["content-type", type] as const]
  return { method, url, body, headers: [...given, ...added, ...coding, ...length] }
}

/** The first hop of a request: checked, with its body as bytes and the headers every request has. */
export const firstHop = (
  request: OutboundRequest
): Result.Result<Hop, OutboundUrlInvalid | OutboundRequestInvalid | OutboundAddressRefused> => {
  const method = request.method.toUpperCase()
  if (!methods.has(method))
    return invalid(`${JSON.stringify(request.method.slice(0, 80))} is not a method that can be sent.`)
  return Result.gen(function* () {
    const url = yield* Result.flatMap(parseUrl(request.url), checkUrl)
    yield* checkHeaders(request.headers ?? [])
    return assemble(request, method, url)
  })
}
