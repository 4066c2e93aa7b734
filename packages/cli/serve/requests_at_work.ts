import { type Phase, ServerPhase } from "@flowglass/http"
import { Effect, Layer } from "effect"
import type { HttpServerResponse } from "effect/http"

/** How often is looked whether the last request has ended, and how long, before those left are cut off. */
const pace = 50
const rest = 2000

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

  /** Says that the server ends, and waits so many milliseconds at most until what is at work has ended. */
  ended(patience: number): Effect.Effect<void> {
    return Effect.gen({ self: this }, function* () {
      this.#phase.isEnding = true
      for (let waited = 0; waited < patience && this.#count > 0; waited += pace) yield* Effect.sleep(pace)
    })
  }

  /** Waits for what still ends by itself, and says what does not. */
  readonly drain: Effect.Effect<void> = Effect.gen({ self: this }, function* () {
    yield* this.ended(rest)
    if (this.#count > 0) yield* Effect.logWarning(`${this.#count} requests did not end in time and are cut off`)
  })
}
