import { Effect, Result } from "effect"
import { HttpRequestUrlInvalid } from "../../error/http_request_errors.ts"
import type { OutboundHttp } from "../../net/outbound_http.ts"
import type { HeaderPairs, NetworkError, OutboundRequest, OutboundTimeouts } from "../../net/outbound_request.ts"
import type { NodeContext, NodeLimits } from "../node_context.ts"
import { authorizationHeader } from "./authorization_header.ts"
import { formText } from "./form_text.ts"
import type { HttpRequestConfig } from "./http_request_config.ts"
import { idempotencyHeader } from "./idempotency_header.ts"
import { requestBody } from "./request_body.ts"
import { type RequestFailure, requestFailure } from "./request_failure.ts"
import { headersOf, paramsOf } from "./request_lines.ts"
import { requestLog } from "./request_log.ts"

/** A request with all its variables filled in. */
export interface BuiltRequest {
  readonly outbound: OutboundRequest
  /** The request as text, credentials starred: `process_data.request`. */
  readonly log: string
}

const checkUrl = (url: string): Result.Result<string, RequestFailure> => {
  if (url !== "" && /^https?:\/\//.test(url)) return Result.succeed(url)
  const message = url === "" ? "url is required" : "url should start with http:// or https://"
  return requestFailure(new HttpRequestUrlInvalid({ message }), "InvalidURLError")
}

/** Parameters join those the URL has already, before its fragment. */
const withParams = (url: string, params: HeaderPairs): string => {
  if (params.length === 0) return url
  const [address = "", ...fragment] = url.split("#")
  const joint = !address.includes("?") ? "?" : /[?&]$/.test(address) ? "" : "&"
  return [`${address}${joint}${formText(params)}`, ...fragment].join("#")
}

const timeoutsOf = ({ connect, read, write }: HttpRequestConfig["timeout"], limits: NodeLimits): OutboundTimeouts => {
  const chosen = {
    connect: (connect ?? 0) * 1000 || limits.httpConnectTimeout,
    read: (read ?? 0) * 1000 || limits.httpReadTimeout,
    write: (write ?? 0) * 1000 || limits.httpWriteTimeout
  }
  return { ...chosen, total: chosen.connect + chosen.read + chosen.write }
}

const has = (headers: HeaderPairs, name: string): boolean => headers.some(([other]) => other.toLowerCase() === name)

/** Fills in the variables of a request, in Dify's order: key, URL, parameters, headers, body. */
export const buildRequest = (
  config: HttpRequestConfig,
  node: NodeContext
): Effect.Effect<BuiltRequest, RequestFailure | NetworkError, OutboundHttp> =>
  Effect.gen(function* () {
    const fill = (template: string) => node.variables.text(template)
    const authorization = yield* Effect.fromResult(authorizationHeader(config.authorization, fill))
    const url = withParams(yield* Effect.fromResult(checkUrl(fill(config.url))), paramsOf(config.params, fill))
    const given = headersOf(config.headers, fill)
    const body = yield* requestBody(config.body, node)
    const method = config.method.toUpperCase()
    const secretName = authorization?.[0].toLowerCase()
    const own = given.filter(([name]) => name.toLowerCase() !== secretName)
    const headers: HeaderPairs = [
      ...own,
      ...(authorization === undefined ? [] : [authorization]),
      ...(body.type === undefined || has(given, "content-type") ? [] : [["content-type", body.type] as const]),
      ...(has(given, "idempotency-key") ? [] : idempotencyHeader(method, node))
    ]
    const outbound: OutboundRequest = {
      method,
      url,
      headers,
      ...(body.payload === undefined ? {} : { body: body.payload }),
      timeouts: timeoutsOf(config.timeout, node.limits),
      sslVerify: config.ssl_verify,
      guard: "guarded",
      secretHeaders: secretName === undefined ? [] : [secretName]
    }
    return { outbound, log: requestLog(outbound, body.shown) }
  })
