import { Effect, Layer, Result, Schema, Stream } from "effect"
import { OutboundHttp } from "../../net/outbound_http.ts"
import type { HeaderPairs, NetworkError, OutboundRequest } from "../../net/outbound_request.ts"
import { VariablePool } from "../../value/variable_pool.ts"
import type { Scopes } from "../_try_node.ts"
import { defaultNodeLimits, type NodeContext } from "../node_context.ts"
import { HttpRequestConfig } from "./http_request_config.ts"

/** For tests: what a node sees, with these variables. */
export const nodeWith = (scopes: Scopes = {}, more: Partial<NodeContext> = {}): NodeContext => {
  const variables = new VariablePool()
  for (const [scope, values] of Object.entries(scopes)) variables.setScope(scope, values)
  return {
    runId: "run",
    nodeId: "http",
    title: "HTTP",
    variables,
    execution: "root/http",
    attempt: 0,
    failureIsHandled: false,
    limits: defaultNodeLimits,
    signal: () => {},
    ...more
  }
}

/** For tests: the config of a node; a file that does not decode throws. */
export const configOf = (data: object): HttpRequestConfig =>
  Result.getOrThrow(Schema.decodeUnknownResult(HttpRequestConfig)({ method: "get", url: "https://api.test/", ...data }))

/** For tests: a network that answers every request with one response, or fails. */
export const answering = (
  answer:
    | { readonly status?: number; readonly headers?: HeaderPairs; readonly body?: string | Uint8Array }
    | NetworkError,
  seen: Array<OutboundRequest> = []
): Layer.Layer<OutboundHttp> =>
  Layer.succeed(OutboundHttp, {
    request: (request) => {
      seen.push(request)
      if ("code" in answer) return Effect.fail(answer)
      const { status = 200, headers = [], body = "" } = answer
      return Effect.succeed({
        status,
        headers,
        url: request.url,
        redirects: [],
        body: new Uint8Array(Buffer.from(body))
      })
    },
    stream: (request) => {
      seen.push(request)
      if ("code" in answer) return Effect.fail(answer)
      const { status = 200, headers = [], body = "" } = answer
      const bytes = new Uint8Array(Buffer.from(body))
      return Effect.succeed({ status, headers, url: request.url, redirects: [], body: Stream.make(bytes) })
    }
  })
