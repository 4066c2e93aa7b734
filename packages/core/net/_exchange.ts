import { Readable } from "node:stream"
import { Effect } from "effect"
import type { Agent, Dispatcher } from "undici"
import { networkFailure } from "./_network_failure.ts"
import type { PhaseTimer } from "./_phase_timer.ts"
import type { HeaderPairs, NetworkError } from "./outbound_request.ts"

/** One request to one address: a hop of a chain of redirects. */
export interface Hop {
  readonly method: string
  readonly url: URL
  readonly headers: HeaderPairs
  readonly body: Uint8Array | undefined
}

/** What a hop was answered; the body is still coded and must be read or destroyed. */
export interface Answer {
  readonly status: number
  readonly headers: HeaderPairs
  readonly body: Readable
}

const pieceSize = 64 * 1024

function* piecesOf(body: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < body.length; start += pieceSize) yield body.subarray(start, start + pieceSize)
}

// A large body goes out in pieces, so that a server that does not read is noticed.
const payloadOf = (body: Uint8Array | undefined): Uint8Array | Readable | null =>
  body === undefined || body.length <= pieceSize ? (body ?? null) : Readable.from(piecesOf(body))

/** Raw headers of undici: a flat list of names and values. */
const pairsOf = (raw: unknown): HeaderPairs => {
  const pairs: Array<readonly [string, string]> = []
  if (!Array.isArray(raw)) return pairs
  for (let index = 0; index + 1 < raw.length; index += 2) {
    pairs.push([String(raw[index]).toLowerCase(), String(raw[index + 1])])
  }
  return pairs
}

/** Passes everything on and tells the timer which phase the request is in. */
const timed = (handler: Dispatcher.DispatchHandler, timer: PhaseTimer): Dispatcher.DispatchHandler => ({
  onRequestStart: (controller, context) => {
    timer.enter("write")
    handler.onRequestStart?.(controller, context)
  },
  onRequestUpgrade: (controller, status, headers, socket) =>
    handler.onRequestUpgrade?.(controller, status, headers, socket),
  onBodySent: (piece) => {
    timer.enter("write")
    handler.onBodySent?.(piece)
  },
  onRequestSent: () => {
    timer.enter("read")
    handler.onRequestSent?.()
  },
  onResponseStart: (controller, status, headers, message) => {
    // An endless row of interim responses is no response.
    if (status >= 200) timer.stop()
    handler.onResponseStart?.(controller, status, headers, message)
  },
  onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
  onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
  onResponseError: (controller, error) => {
    timer.stop()
    handler.onResponseError?.(controller, error)
  }
})

/** How a hop is sent. The signal ends it, and later its body. */
export interface ExchangeOptions {
  readonly timer: PhaseTimer
  readonly signal: AbortSignal
  /** Milliseconds between two pieces of the body. */
  readonly bodyTimeout: number
}

const send = (agent: Agent, hop: Hop, { timer, signal, bodyTimeout }: ExchangeOptions): Promise<Answer> =>
  agent
    .compose((dispatch) => (request, handler) => dispatch(request, timed(handler, timer)))
    .request({
      origin: hop.url.origin,
      path: `${hop.url.pathname}${hop.url.search}`,
      method: hop.method,
      headers: hop.headers.flat(),
      body: payloadOf(hop.body),
      responseHeaders: "raw",
      signal,
      headersTimeout: 0,
      bodyTimeout
    })
    .then(({ statusCode, headers, body }) => ({ status: statusCode, headers: pairsOf(headers), body }))

/** Sends one request and waits for the head of its response. */
export const exchange = (agent: Agent, hop: Hop, options: ExchangeOptions): Effect.Effect<Answer, NetworkError> =>
  Effect.callback<Answer, NetworkError>((resume) => {
    const { signal, timer } = options
    const fail = (cause: unknown) => resume(Effect.fail(networkFailure(cause, hop.url)))
    // undici notices an abort only when the connection stands; nobody waits for that.
    const onAbort = () => fail(signal.reason)
    signal.addEventListener("abort", onAbort, { once: true })
    timer.enter("connect")
    send(agent, hop, options).then((answer) => resume(Effect.succeed(answer)), fail)
    return Effect.sync(() => signal.removeEventListener("abort", onAbort))
  }).pipe(Effect.ensuring(Effect.sync(() => options.timer.stop())))
