import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http"
import type { Duplex } from "node:stream"
import type { FlowglassError } from "@flowglass/core/error"
import { Predicate } from "effect"
import { BadRequest, RequestHeaderFieldsTooLarge, RequestTimeout } from "../error/http_errors.ts"
import { responseHeaders } from "./response_headers.ts"
import { traceIdOf } from "./trace_id.ts"

const failureOf = (error: unknown): FlowglassError => {
  const code = Predicate.hasProperty(error, "code") ? error.code : undefined
  if (code === "HPE_HEADER_OVERFLOW") {
    return new RequestHeaderFieldsTooLarge({ message: "The headers of the request are larger than this server takes." })
  }
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") {
    return new RequestTimeout({ message: "The request did not arrive in time." })
  }
  return new BadRequest({ message: "This is no HTTP request that the server understands." })
}

const refusal = (failure: FlowglassError): string => {
  const body = JSON.stringify(failure)
  const headers = {
    ...responseHeaders(traceIdOf(undefined)),
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
    connection: "close"
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return `HTTP/1.1 ${failure.status} ${STATUS_CODES[failure.status]}\r\n${lines.join("\r\n")}\r\n\r\n${body}`
}

/** Milliseconds a client may take. */
export interface Patience {
  /** For the headers of a request. */
  readonly headers: number
  /** For a whole request; large bodies come over slow lines. */
  readonly request: number
  /** Between two looks at the connections. */
  readonly pace: number
}

const usualPatience: Patience = { headers: 20_000, request: 5 * 60_000, pace: 5000 }

/**
 * Node's HTTP server, with Dify's shape for what Node itself answers before any route is asked: headers that are too
 * large or too slow, and what is no HTTP at all.
 */
export const nodeServer = (patience: Patience = usualPatience): Server => {
  // No route upgrades a connection, and a body behind a refused upgrade would hold the socket for ever.
  const server = createServer({
    requireHostHeader: false,
    shouldUpgradeCallback: () => false,
    headersTimeout: patience.headers,
    requestTimeout: patience.request,
    connectionsCheckingInterval: patience.pace
  })
  const exchanges = new WeakMap<Duplex, { readonly request: IncomingMessage; readonly response: ServerResponse }>()
  server.prependListener("request", (request, response) => void exchanges.set(request.socket, { request, response }))
  server.on("clientError", (error, socket) => {
    const { request, response } = exchanges.get(socket) ?? {}
    const isAnswered = response === undefined || response.writableFinished
    if (!socket.writable || ("code" in error && error.code === "ECONNRESET")) socket.destroy()
    else if (isAnswered || (request?.complete === false && !response.headersSent)) {
      // Whoever still waits for the body of this request waits in vain.
      socket.end(refusal(failureOf(error)), () => socket.destroy())
    } else if (request?.complete === false) socket.destroy()
    // What follows a request on its connection must not be answered before, or within, the answer to that request.
    else response.once("close", () => socket.end())
  })
  // An unknown `Expect` is no reason to refuse a request.
  server.on("checkExpectation", (request, response) => server.emit("request", request, response))
  return server
}
