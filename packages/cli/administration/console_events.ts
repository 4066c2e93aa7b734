import { LiveEvent } from "@flowglass/inspector"
import { Effect, Schema, Stream } from "effect"
import { Sse } from "effect/encoding"
import type { HttpClientResponse } from "effect/http"
import { ServerAnswerUnknown, ServerNotReached } from "../error/administration_errors.ts"
import { ExactJson } from "./exact_json.ts"

const decode = Schema.decodeUnknownEffect(
  Schema.Struct({ event: Schema.String, id: Schema.FiniteFromString, data: ExactJson })
)
const decodeEvent = Schema.decodeUnknownEffect(LiveEvent)

/** The live events of a run as a server sends them. It is told when they end before the run does. */
export const consoleEvents = (
  { stream }: HttpClientResponse.HttpClientResponse,
  origin: string
): Stream.Stream<LiveEvent, ServerAnswerUnknown | ServerNotReached> => {
  const unknown = new ServerAnswerUnknown({ message: `The events of ${origin} are not what this version expects.` })
  const brokenOff = new ServerNotReached({ message: `${origin} ended the stream before the run had ended.` })
  let isCompleted = false
  const events = stream.pipe(
    Stream.mapError(() => brokenOff),
    Stream.decodeText,
    Stream.pipeThroughChannel(Sse.decode()),
    Stream.mapError((error) => (error instanceof ServerNotReached ? error : unknown)),
    Stream.mapEffect((record) => Effect.mapError(Effect.flatMap(decode(record), decodeEvent), () => unknown)),
    Stream.tap((event) => Effect.sync(() => (isCompleted ||= event.event === "workflow_run_completed")))
  )
  const end = Stream.suspend(() => (isCompleted ? Stream.empty : Stream.fail(brokenOff)))
  return Stream.concat(events, end)
}
