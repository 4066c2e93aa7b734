import { createHash } from "node:crypto"
import { Clock, Effect, Redacted, Result, Stream } from "effect"
import type { ModelError } from "../error/model_errors.ts"
import type { OutboundHttp } from "../net/outbound_http.ts"
import type { HeaderPairs, OutboundStream } from "../net/outbound_request.ts"
import { chatBody } from "./_chat_body.ts"
import { ChatReader } from "./_chat_reader.ts"
import { type ChosenServer, chosenServer } from "./_chosen_server.ts"
import { ModelFailures } from "./_model_failure.ts"
import { saidBy } from "./_said_by.ts"
import type { ModelDelta } from "./model_delta.ts"
import { pricedUsage } from "./model_price.ts"
import type { ModelRequest } from "./model_request.ts"
import type { ModelsConfig } from "./models_config.ts"

/** The largest answer, in bytes. */
const maximumAnswer = 64 * 1024 * 1024

const headersOf = (server: ChosenServer, request: ModelRequest): HeaderPairs => [
  ["content-type", "application/json"],
  ["accept", "text/event-stream, application/json"],
  // Hashed: keys hold names of nodes, which may be in any language.
  ["idempotency-key", createHash("sha256").update(request.idempotencyKey).digest("hex")],
  ...(server.apiKey === undefined ? [] : [["authorization", `Bearer ${Redacted.value(server.apiKey).trim()}`] as const])
]

const isJson = (response: OutboundStream): boolean =>
  response.headers.some(([name, value]) => name === "content-type" && /\bjson\b/i.test(value))

const bytesOf = (response: OutboundStream, failures: ModelFailures): Stream.Stream<Uint8Array, ModelError> =>
  Stream.mapError(response.body, (error) => failures.ofNetwork(error))

const secondsSince = (started: number): Effect.Effect<number> =>
  Effect.map(Clock.currentTimeMillis, (now) => (now - started) / 1000)

const lastDeltas = (reader: ChatReader, started: number): Stream.Stream<ModelDelta, ModelError> =>
  Stream.unwrap(
    Effect.map(secondsSince(started), (latency) =>
      Result.match(reader.end(latency), {
        onFailure: (error) => Stream.fail(error),
        onSuccess: (deltas) => Stream.fromIterable(deltas)
      })
    )
  )

const readEvents = (
  bytes: Stream.Stream<Uint8Array, ModelError>,
  failures: ModelFailures,
  started: number
): Stream.Stream<ModelDelta, ModelError> => {
  const reader = new ChatReader(failures)
  const deltas = bytes.pipe(
    Stream.map((piece) => reader.read(piece)),
    Stream.takeUntil(() => reader.closed),
    Stream.flattenIterable,
    Stream.catch((error) => (reader.finished ? Stream.empty : Stream.fail(error)))
  )
  return Stream.concat(
    deltas,
    Stream.suspend(() => lastDeltas(reader, started))
  )
}

/** The end of an answer tells what it cost, where the host said what the model costs. */
const priced =
  ({ price }: ChosenServer) =>
  (delta: ModelDelta): ModelDelta =>
    delta.kind !== "end" || price === undefined ? delta : { ...delta, ...pricedUsage(delta.usage, price) }

/** Answers of OpenAI-compatible servers, through the outbound client; their addresses are the operator's. */
export const askServers =
  (config: ModelsConfig, http: OutboundHttp["Service"]) =>
  (request: ModelRequest): Stream.Stream<ModelDelta, ModelError> =>
    Stream.unwrap(
      Effect.gen(function* () {
        const server = yield* Effect.fromResult(chosenServer(config, request.provider, request.name))
        const failures = new ModelFailures(server)
        const started = yield* Clock.currentTimeMillis
        const response = yield* Effect.mapError(
          http.stream({
            method: "POST",
            url: server.url,
            headers: headersOf(server, request),
            body: chatBody(request, server.serverModel),
            timeouts: { read: server.timeout },
            maximumBytes: maximumAnswer,
            guard: "operator"
          }),
          (error) => failures.ofNetwork(error)
        )
        const bytes = bytesOf(response, failures)
        if (response.status !== 200) {
          const { code, message } = yield* saidBy(bytes)
          return yield* failures.ofStatus(response.status, message, code)
        }
        if (!isJson(response)) return Stream.map(readEvents(bytes, failures, started), priced(server))
        const reader = new ChatReader(failures)
        const text = yield* Stream.mkString(Stream.decodeText(bytes))
        reader.readWhole(text)
        return Stream.map(lastDeltas(reader, started), priced(server))
      })
    )
