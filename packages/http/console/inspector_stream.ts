import { plainJson } from "@flowglass/core"
import type { LiveEvent } from "@flowglass/inspector"
import { Array as Arr, Effect, Schedule, Stream } from "effect"
import { HttpServerRequest, HttpServerResponse } from "effect/http"

/** Milliseconds between two comments that keep an idle stream open. */
const heartbeat = 15_000

const encoder = new TextEncoder()

/** What all readers of a run get is written once. */
const texts = new WeakMap<object, string>()

const textOf = (data: LiveEvent["data"]): string => {
  const known = texts.get(data)
  if (known !== undefined) return known
  const text = plainJson(data)
  texts.set(data, text)
  return text
}

const record = ({ event, id, data }: LiveEvent): string => `event: ${event}\nid: ${id}\ndata: ${textOf(data)}\n\n`

/** What a returning reader saw last: the header `Last-Event-ID`, if it is a number. */
export const lastEventId: Effect.Effect<number | undefined, never, HttpServerRequest.HttpServerRequest> = Effect.map(
  HttpServerRequest.HttpServerRequest,
  ({ headers }) => {
    const text = headers["last-event-id"] ?? ""
    return /^\d{1,15}$/.test(text) ? Number(text) : undefined
  }
)

/** The live stream of a run as server-sent events in Dify's framing, with a comment whenever nothing happens for long. */
export const inspectorStream = (events: Stream.Stream<LiveEvent>): HttpServerResponse.HttpServerResponse => {
  const beats = Stream.map(Stream.fromSchedule(Schedule.spaced(heartbeat)), () => ":keepalive\n\n")
  const records = Stream.mapArray(events, (look) => Arr.of(look.map(record).join("")))
  const body = Stream.map(Stream.merge(records, beats, { haltStrategy: "left" }), (text) => encoder.encode(text))
  return HttpServerResponse.stream(body, {
    contentType: "text/event-stream",
    headers: { "cache-control": "no-cache", connection: "keep-alive", "x-accel-buffering": "no" }
  })
}
