import { Effect } from "effect"
import { capabilityErrors } from "../error/capability_errors.ts"
import { HttpResponseNotSuccessful, httpRequestErrors } from "../error/http_request_errors.ts"
import { outboundErrors } from "../error/network_errors.ts"
import { OutboundHttp } from "../net/outbound_http.ts"
import type { NetworkError } from "../net/outbound_request.ts"
import type { Selector } from "../value/selector.ts"
import type { ValueObject } from "../value/value.ts"
import { emptyObject } from "../value/value_object.ts"
import { templateSelectors } from "./config/template_selectors.ts"
import { defineNode } from "./define_node.ts"
import { type BuiltRequest, buildRequest } from "./http_request/built_request.ts"
import { HttpRequestConfig } from "./http_request/http_request_config.ts"
import type { RequestFailure } from "./http_request/request_failure.ts"
import { responseContent, responseText } from "./http_request/response_content.ts"
import { responseFile } from "./http_request/response_file.ts"
import { headersObject, headerValue } from "./http_request/response_headers.ts"
import type { NodeContext } from "./node_context.ts"
import { NodeFailure, type NodeFailureDetails } from "./node_failure.ts"
import type { NodeResult } from "./node_result.ts"
import type { OutputDeclaration } from "./output_declaration.ts"

const outputs: ReadonlyArray<OutputDeclaration> = [
  { name: "status_code", type: "number", required: true, description: "The HTTP status." },
  { name: "body", type: "string", required: true, description: "The text of the response; empty when it is a file." },
  { name: "headers", type: "object", required: true, description: "The response headers, names in lower case." },
  { name: "files", type: "array", item: "file", required: true, description: "The response as a file, or nothing." }
]

const mockDefault: ValueObject = { status_code: 200, body: "mocked response", headers: {}, files: [] }

const selectors = (config: HttpRequestConfig): ReadonlyArray<Selector> => {
  const { authorization, body } = config
  const templates = [config.url, config.headers, config.params]
  if (authorization.type === "api-key") templates.push(authorization.config.api_key)
  const items = body.type === "none" ? [] : (body.data ?? [])
  return [
    ...templates.flatMap(templateSelectors),
    ...items.flatMap((item) => [...templateSelectors(item.key), ...templateSelectors(item.value)]),
    ...items.flatMap((item) => (item.file.length > 0 ? [item.file] : []))
  ]
}

/** Dify's name for a failure of the client. */
const difyType = (error: NetworkError): string => {
  if (error.code === "outbound_url_invalid") return "InvalidURLError"
  return error.code === "outbound_response_too_large" ? "ResponseSizeError" : "HttpRequestNodeError"
}

const toFailure = (cause: RequestFailure | NetworkError, details: NodeFailureDetails): NodeFailure =>
  "error" in cause
    ? new NodeFailure(cause.error, { ...details, type: cause.type })
    : new NodeFailure(cause, { ...details, type: difyType(cause) })

const send = (request: BuiltRequest, node: NodeContext, details: NodeFailureDetails) =>
  Effect.gen(function* () {
    const http = yield* OutboundHttp
    const response = yield* http.stream(request.outbound)
    const { isFile, bytes } = yield* responseContent(response, node.limits)
    const contentType = headerValue(response.headers, "content-type") ?? ""
    const result: NodeResult = {
      ...details,
      outputs: {
        status_code: response.status,
        body: isFile ? "" : responseText(contentType, bytes),
        headers: headersObject(response.headers),
        files: isFile ? [responseFile(response, bytes)] : []
      }
    }
    if (!node.failureIsHandled || (response.status >= 200 && response.status < 300)) return result
    const message = `Request failed with status code ${response.status}`
    return yield* Effect.fail(
      new NodeFailure(new HttpResponseNotSuccessful({ message }), { ...result, type: "HTTPResponseCodeError" })
    )
  }).pipe(
    // The connection ends with this request, not with whatever scope the node was given.
    Effect.scoped,
    Effect.mapError((cause) => (cause instanceof NodeFailure ? cause : toFailure(cause, details)))
  )

const run = (config: HttpRequestConfig, node: NodeContext) =>
  buildRequest(config, node).pipe(
    Effect.mapError((cause) => toFailure(cause, {})),
    Effect.flatMap((request) => send(request, node, { processData: { request: request.log } }))
  )

/**
 * Sends an HTTP request (Dify's `http-request`) through the guarded client: only public addresses and those the
 * operator allows. A response that is not 2xx is a success of the node unless it has a retry or an error strategy.
 * Requests that change something carry an `Idempotency-Key`, the same for every attempt.
 */
export const httpRequest = defineNode({
  type: "http-request",
  version: "1",
  kind: "executable",
  summary: "Sends an HTTP request and reads its response as text or file.",
  config: HttpRequestConfig,
  outputs: () => outputs,
  selectors,
  errors: [...httpRequestErrors, ...outboundErrors, ...capabilityErrors],
  retries: true,
  external: true,
  mockDefault,
  mock: (_, answer) => ({
    outputs: Object.assign(emptyObject(), { status_code: 200, body: "", headers: {}, files: [] }, answer)
  }),
  example: {
    config: {
      method: "post",
      url: "https://api.example.com/notes/{{#start.id#}}",
      authorization: { type: "api-key", config: { type: "bearer", api_key: "{{#env.API_KEY#}}" } },
      body: { type: "json", data: [{ key: "", type: "text", value: '{"text": "{{#start.text#}}"}' }] }
    },
    variables: { start: { id: "7", text: "Hello" }, env: { API_KEY: "sk-example" } },
    outputs: { status_code: 200, body: "mocked response", headers: {}, files: [] }
  },
  run
})
