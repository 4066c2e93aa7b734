import { plainJson, type RunEvent } from "@flowglass/core"
import { Schedule, Stream } from "effect"
import { HttpServerResponse } from "effect/http"
import type { ActiveRun } from "../run/active_runs.ts"
import type { WireEvent } from "./wire_event.ts"
import { WireProjection } from "./wire_projection.ts"
import type { FormTokenOf, WireSource } from "./wire_source.ts"

/** Milliseconds between two pings. */
const heartbeat = 10_000

const encoder = new TextEncoder()
const ping = encoder.encode("event: ping\n\n")

const isEnd = ({ event }: RunEvent): boolean =>
  event === "run_succeeded" || event === "run_partial_succeeded" || event === "run_failed" || event === "run_stopped"

/** Which part of a run a stream has. */
export interface StreamedPart {
  /** Milliseconds since 1970: what was before is passed over, but for the end of the run. */
  readonly since?: number
  /** Pauses of the run that are over or known: the stream goes on behind them, and ends at the next one. */
  readonly pauses?: number
  /** Of those pauses the ones that are shown nevertheless, because the run still waits. */
  readonly waits?: number
  /** Whether the stream goes on behind every pause. */
  readonly continues?: boolean
}

/** Tells which events of a run are in a stream, and where it ends. Dify's clients stop reading at a pause. */
class StreamedEvents {
  readonly #since: number
  readonly #pauses: number
  readonly #waits: number
  readonly #continues: boolean
  #seen = 0
  #isKnown = false

  constructor({ since = 0, pauses = 0, waits = 0, continues = false }: StreamedPart) {
    this.#since = since
    this.#pauses = pauses
    this.#waits = waits
    this.#continues = continues
  }

  /** Whether an event is the last one; it is asked first. */
  isLast(event: RunEvent): boolean {
    if (event.event !== "run_paused") return isEnd(event)
    this.#seen++
    this.#isKnown = this.#seen <= this.#pauses
    return !this.#isKnown && !this.#continues
  }

  isShown(event: RunEvent): boolean {
    if (isEnd(event)) return true
    if (event.event === "run_paused" && this.#isKnown) return this.#seen > this.#pauses - this.#waits
    return event.at >= this.#since
  }
}

/** What a stream of this run has to know beside its events. */
export const wireSourceOf = (
  active: ActiveRun,
  { truncates, formToken }: Pick<RunStreamOptions, "truncates" | "formToken">
): WireSource => ({
  runId: active.run.id,
  taskId: active.run.id,
  workflowId: active.workflowId,
  starter: active.starter,
  chat: active.chat,
  truncates,
  ...(formToken === undefined ? {} : { formToken })
})

/** One record in Dify's framing. */
export const recordBytes = (record: WireEvent): Uint8Array => encoder.encode(`data: ${plainJson(record)}\n\n`)

const joined = (records: ReadonlyArray<WireEvent>): Uint8Array =>
  encoder.encode(records.map((record) => `data: ${plainJson(record)}\n\n`).join(""))

/** Events of a run as the bytes of Dify's records. */
export const wireBytes = (
  events: Stream.Stream<RunEvent>,
  source: WireSource,
  part: StreamedPart = {}
): Stream.Stream<Uint8Array> =>
  Stream.suspend(() => {
    const projection = new WireProjection(source)
    const streamed = new StreamedEvents(part)
    return events.pipe(
      // One by one: written out, what a slow client has not taken yet is one record, however large the others are.
      Stream.rechunk(1),
      Stream.map((event) => ({
        isLast: streamed.isLast(event),
        isShown: streamed.isShown(event),
        records: projection.project(event)
      })),
      Stream.takeUntil(({ isLast }) => isLast),
      Stream.filter(({ isShown, records }) => isShown && records.length > 0),
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

/** How a run is shown. */
export interface RunStreamOptions extends StreamedPart {
  /** Whether long values are cut, as for pages. */
  readonly truncates: boolean
  /** What the forms of the run are answered with. */
  readonly formToken?: FormTokenOf
}

/**
 * The stream of a run that was started: a ping first, its records, and a ping every ten seconds. It is read at the
 * client's pace from the run's own log, so a slow client costs no memory; a client that leaves does not stop the run.
 */
export const runStream = (active: ActiveRun, options: RunStreamOptions): HttpServerResponse.HttpServerResponse =>
  eventStreamResponse(withPings(wireBytes(active.run.events, wireSourceOf(active, options), options)))
