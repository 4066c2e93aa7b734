import { type Phase, ServerPhase } from "@flowglass/http"
import { Effect, Layer } from "effect"
import type { HttpServerResponse } from "effect/http"

/** How often is looked whether the last request has ended, and how many times, before those left are cut off. */
const pace = "50 millis"
const looks = 200

/** The requests that a server has begun to answer, so that it can let them end. */
export class RequestsAtWork {
  #count = 0
  readonly #phase: Phase = { isEnding: false }

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

  /** Says that the server ends, and waits ten seconds at most until what is at work has ended. */
  readonly drain: Effect.Effect<void> = Effect.gen({ self: this }, function* () {
    this.#phase.isEnding = true
    for (let look = 0; look < looks && this.#count > 0; look++) yield* Effect.sleep(pace)
    if (this.#count > 0) yield* Effect.logWarning(`${this.#count} requests did not end in time and are cut off`)
  })
}
