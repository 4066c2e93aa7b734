import { plainJson, type RunEvent } from "@flowglass/core"
import { Schedule, Stream } from "effect"
import { HttpServerResponse } from "effect/http"
import type { ActiveRun } from "../run/active_runs.ts"
import type { WireEvent } from "./wire_event.ts"
import { WireProjection } from "./wire_projection.ts"
import type { WireSource } from "./wire_source.ts"

/** Milliseconds between two pings. */
const heartbeat = 10_000

const encoder = new TextEncoder()
const ping = encoder.encode("event: ping\n\n")

/** After these nothing is sent: Dify's clients stop reading here. */
const isLast = ({ event }: RunEvent): boolean =>
  event === "run_paused" ||
  event === "run_succeeded" ||
  event === "run_partial_succeeded" ||
  event === "run_failed" ||
  event === "run_stopped"

/** What a stream of this run has to know beside its events. */
export const wireSourceOf = (active: ActiveRun, options: { readonly truncates: boolean }): WireSource => ({
  runId: active.run.id,
  taskId: active.taskId,
  workflowId: active.workflowId,
  starter: active.starter,
  chat: active.chat,
  truncates: options.truncates
})

/** One record in Dify's framing. */
export const recordBytes = (record: WireEvent): Uint8Array => encoder.encode(`data: ${plainJson(record)}\n\n`)

const joined = (records: ReadonlyArray<WireEvent>): Uint8Array =>
  encoder.encode(records.map((record) => `data: ${plainJson(record)}\n\n`).join(""))

/** Events of a run as the bytes of Dify's records; those before `since` (milliseconds) are passed over. */
export const wireBytes = (
  events: Stream.Stream<RunEvent>,
  source: WireSource,
  since: number
): Stream.Stream<Uint8Array> =>
  Stream.suspend(() => {
    const projection = new WireProjection(source)
    return events.pipe(
      // One by one: written out, what a slow client has not taken yet is one record, however large the others are.
      Stream.rechunk(1),
      Stream.takeUntil(isLast),
      Stream.map((event) => ({ event, records: projection.project(event) })),
      Stream.filter(({ event, records }) => records.length > 0 && (event.at >= since || isLast(event))),
      Stream.map(({ records }) => joined(records))
    )
  })

/** A ping first, then the records, and a ping every ten seconds until they end. */
export const withPings = (records: Stream.Stream<Uint8Array>): Stream.Stream<Uint8Array> => {
  const pings = Stream.map(Stream.fromSchedule(Schedule.spaced(heartbeat)), () => ping)
  return Stream.concat(Stream.succeed(ping), Stream.merge(records, pings, { haltStrategy: "left" }))
}

/** A response of server-sent events in Dify's framing. */
export const eventStreamResponse = (body: Stream.Stream<Uint8Array>): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.stream(body, {
    contentType: "text/event-stream",
    headers: { "cache-control": "no-cache", "x-accel-buffering": "no" }
  })

/** How a run is shown: whether long values are cut, as for pages, and since when (milliseconds). */
export interface RunStreamOptions {
  readonly truncates: boolean
  readonly since?: number
}

/**
 * The stream of a run that was started: a ping first, its records, and a ping every ten seconds. It is read at the
 * client's pace from the run's own log, so a slow client costs no memory; a client that leaves does not stop the run.
 */
export const runStream = (active: ActiveRun, options: RunStreamOptions): HttpServerResponse.HttpServerResponse =>
  eventStreamResponse(withPings(wireBytes(active.run.events, wireSourceOf(active, options), options.since ?? 0)))
