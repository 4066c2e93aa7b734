import { type Phase, ServerPhase } from "@flowglass/http"
import { Deferred, Effect, Layer, Stream } from "effect"
import { HttpBody, HttpRouter, HttpServerResponse } from "effect/http"

/** How often is looked whether the last request has ended, and how long, before those left are cut off. */
const pace = 50
const rest = 2000

/** An answer whose stream ends when `over` says so, as if nothing more came. */
const untilOver = (
  answer: HttpServerResponse.HttpServerResponse,
  over: Effect.Effect<void>
): HttpServerResponse.HttpServerResponse => {
  const { body } = answer
  if (body._tag !== "Stream") return answer
  const stream = Stream.interruptWhen(body.stream, over)
  return HttpServerResponse.setBody(answer, HttpBody.stream(stream, body.contentType, body.contentLength))
}

/** The requests that a server has begun to answer, so that it can let them end. */
export class RequestsAtWork {
  #count = 0
  readonly #phase: Phase = { isEnding: false }
  readonly #over = Deferred.makeUnsafe<void>()

  /** What `/ready` goes by. */
  readonly phase: Layer.Layer<never> = Layer.succeed(ServerPhase, this.#phase)

  /** Counts a request until its whole answer was sent. */
  readonly counted = <E, R>(answer: Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>) =>
    Effect.andThen(
      Effect.acquireRelease(
        Effect.sync(() => (this.#count += 1)),
        () => Effect.sync(() => (this.#count -= 1))
      ),
      answer
    )

  /** Keeps the streams of answers open no longer than the server answers. */
  readonly streams = HttpRouter.middleware(
    (answer) => Effect.map(answer, (response) => untilOver(response, Deferred.await(this.#over))),
    { global: true }
  )

  /** Says that the server ends, and waits so many milliseconds at most until what is at work has ended. */
  ended(patience: number): Effect.Effect<void> {
    return Effect.gen({ self: this }, function* () {
      this.#phase.isEnding = true
      for (let waited = 0; waited < patience && this.#count > 0; waited += pace) yield* Effect.sleep(pace)
    })
  }

  /** Ends the streams that are left, waits for what still ends by itself, and says what does not. */
  readonly drain: Effect.Effect<void> = Effect.gen({ self: this }, function* () {
    yield* Deferred.succeed(this.#over, undefined)
    yield* this.ended(rest)
    if (this.#count > 0) yield* Effect.logWarning(`${this.#count} requests did not end in time and are cut off`)
  })
}
