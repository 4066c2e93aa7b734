import type { Readable } from "node:stream"
import { Effect, Stream } from "effect"
import { OutboundResponseInvalid, OutboundResponseTooLarge } from "../error/network_errors.ts"
import { codingsOf, decoded } from "./_content_decoding.ts"
import type { Answer, Hop } from "./_exchange.ts"
import { networkFailure, shownUrl } from "./_network_failure.ts"
import { readableStream } from "./_readable_stream.ts"
import { headerOf } from "./_redirect.ts"
import type { NetworkError } from "./outbound_request.ts"

/** The first byte of a body, left in place; undefined when it ends or fails without one. */
const firstByte = (body: Readable): Effect.Effect<number | undefined> =>
  Effect.callback((resume) => {
    const events = ["readable", "end", "error", "close"] as const
    const stop = () => {
      for (const event of events) body.off(event, step)
    }
    const step = () => {
      const piece: unknown = body.read()
      if (!(piece instanceof Uint8Array) && !body.readableEnded && !body.destroyed) return
      stop()
      if (piece instanceof Uint8Array) body.unshift(piece)
      resume(Effect.succeed(piece instanceof Uint8Array ? piece[0] : undefined))
    }
    for (const event of events) body.on(event, step)
    step()
    return Effect.sync(stop)
  })

/** Fails as soon as more than `maximum` bytes came by; what a bomb would unpack to is never held. */
const limited = (hop: Hop, maximum: number, declared: number | undefined) => {
  let received = 0
  return Stream.mapEffect((piece: Uint8Array) => {
    received += piece.length
    return received <= maximum
      ? Effect.succeed(piece)
      : Effect.fail(
          new OutboundResponseTooLarge({
            message: `The response of ${shownUrl(hop.url)} is larger than ${maximum} bytes.`,
            params: { maximum, size: Math.max(received, declared ?? 0) }
          })
        )
  })
}

/** The decoded body of an answer as a stream. */
export const responseBody = (hop: Hop, answer: Answer, maximum: number): Stream.Stream<Uint8Array, NetworkError> => {
  const fail = (cause: unknown) => networkFailure(cause, hop.url)
  const empty = hop.method === "HEAD" || answer.status === 204 || answer.status === 304
  const codings = empty ? [] : codingsOf(headerOf(answer.headers, "content-encoding") ?? "")
  const length = headerOf(answer.headers, "content-length")
  const declared = codings.length === 0 && length !== undefined && /^\d+$/.test(length) ? Number(length) : undefined
  const plain = Stream.suspend(() => readableStream(answer.body, fail))
  if (codings.length === 0) return limited(hop, maximum, declared)(plain)
  const unpacked = Effect.map(firstByte(answer.body), (first) => {
    // A coded body of no bytes at all is an empty body.
    const readable = first === undefined ? answer.body : decoded(answer.body, codings, first)
    return readable === undefined
      ? Stream.fail(
          new OutboundResponseInvalid({ message: `The response of ${shownUrl(hop.url)} is compressed too many times.` })
        )
      : readableStream(readable, fail)
  })
  return limited(hop, maximum, undefined)(Stream.unwrap(unpacked))
}
