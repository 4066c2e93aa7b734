import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { Socket } from "node:net"
import { Effect, type Scope } from "effect"

/** What a fake model server was asked. */
export interface FakeRequest {
  readonly path: string
  readonly headers: IncomingMessage["headers"]
  readonly body: string
}

/** A model server of a test. */
export interface FakeModelServer {
  /** `http://127.0.0.1:port/v1` */
  readonly baseUrl: string
  readonly requests: ReadonlyArray<FakeRequest>
  /** Sockets that are open now. */
  readonly open: () => number
}

/** What the server does with a request; `number` counts from 1. */
export type FakeAnswer = (response: ServerResponse, request: FakeRequest, number: number) => void

/** The bytes of server-sent events. */
export const sse = (...events: ReadonlyArray<unknown>): string =>
  events.map((event) => `data: ${typeof event === "string" ? event : JSON.stringify(event)}\n\n`).join("")

/** A chunk of a chat completion. */
export const piece = (delta: object, finish_reason: string | null = null): object => ({
  id: "chatcmpl-1",
  object: "chat.completion.chunk",
  choices: [{ index: 0, delta, finish_reason }]
})

/** A chunk with the usage, as servers send it last. */
export const counted = (prompt_tokens: number, completion_tokens: number): object => ({
  choices: [],
  usage: { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens }
})

/** Starts an answer of server-sent events. */
export const startEvents = (response: ServerResponse): void => {
  response.writeHead(200, { "content-type": "text/event-stream" })
}

/** A server that answers every request the way a test says, as long as the scope lives. */
export const fakeModelServer = (answer: FakeAnswer): Effect.Effect<FakeModelServer, never, Scope.Scope> => {
  const sockets = new Set<Socket>()
  const requests: Array<FakeRequest> = []
  const server = createServer((incoming, response) => {
    const pieces: Array<Buffer> = []
    incoming.on("data", (bytes: Buffer) => pieces.push(bytes))
    incoming.once("end", () => {
      const request = {
        path: incoming.url ?? "",
        headers: incoming.headers,
        body: Buffer.concat(pieces).toString("utf8")
      }
      requests.push(request)
      answer(response, request, requests.length)
    })
  })
  server.on("connection", (socket) => {
    sockets.add(socket)
    socket.on("error", () => {}).once("close", () => sockets.delete(socket))
  })
  const start = Effect.callback<FakeModelServer>((resume) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      const port = typeof address === "object" && address !== null ? address.port : 0
      resume(Effect.succeed({ baseUrl: `http://127.0.0.1:${port}/v1`, requests, open: () => sockets.size }))
    })
  })
  const stop = Effect.callback<void>((resume) => {
    for (const socket of sockets) socket.destroy()
    server.close(() => resume(Effect.void))
  })
  return Effect.acquireRelease(start, () => stop)
}
