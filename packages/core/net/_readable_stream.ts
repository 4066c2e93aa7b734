import type { Readable } from "node:stream"
import { Cause, Effect, Stream } from "effect"

type Piece = readonly [Uint8Array]

/**
 * A Node readable as a stream that pulls one piece at a time, so a slow reader slows the sender. Interrupting a pull
 * only stops listening; whoever made the readable destroys it. (An async iterator would wait for the next piece.)
 */
export const readableStream = <E>(readable: Readable, onError: (cause: unknown) => E): Stream.Stream<Uint8Array, E> => {
  // An error between two pulls is found by the next pull; without a listener Node would end the process.
  readable.on("error", () => {})
  const settled = (): Effect.Effect<Piece, E | Cause.Done> | undefined => {
    const piece: unknown = readable.read()
    if (piece instanceof Uint8Array) return Effect.succeed([piece])
    if (readable.errored !== null) return Effect.fail(onError(readable.errored))
    if (readable.readableEnded) return Effect.fail(Cause.Done())
    return readable.destroyed ? Effect.fail(onError(new Error("the stream was closed"))) : undefined
  }
  const pull = Effect.callback<Piece, E | Cause.Done>((resume) => {
    const events = ["readable", "end", "error", "close"] as const
    const stop = () => {
      for (const event of events) readable.off(event, step)
    }
    const step = () => {
      const outcome = settled()
      if (outcome === undefined) return
      stop()
      resume(outcome)
    }
    for (const event of events) readable.on(event, step)
    step()
    return Effect.sync(stop)
  })
  return Stream.fromPull(Effect.succeed(pull))
}
