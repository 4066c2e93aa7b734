import { Clock, Context, Effect, Layer } from "effect"
import { HttpServerRequest } from "effect/http"
import { TooManyRequests } from "../error/http_errors.ts"
import { addressGroup, clientAddress } from "../serve/client_address.ts"
import { retryAfter } from "../serve/retry_after.ts"
import { ServerConfig } from "../serve/server_config.ts"

/** Attempts that may be at work, or wait for a hash, at a time: about a second of hashing. */
const mostAtWork = 64

/** Addresses that are remembered; those who asked longest ago are forgotten first. */
const mostAddresses = 10_000

/** In which all attempts of an address come back, in milliseconds. */
const period = 60_000

const refused = (message: string, seconds: number) =>
  Effect.andThen(retryAfter(seconds), Effect.fail(new TooManyRequests({ message })))

/**
 * Keeps those who guess passwords from keeping the server busy: an address has so many attempts a minute, and all
 * addresses together have a bounded number at a time. Refusals say in `Retry-After` when it is worth trying again.
 */
export class SignInPace extends Context.Service<
  SignInPace,
  {
    /** Makes an attempt if there is one left for the address of the current request. */
    readonly attempt: <A, E, R>(
      effect: Effect.Effect<A, E, R>
    ) => Effect.Effect<A, E | TooManyRequests, R | HttpServerRequest.HttpServerRequest>
  }
>()("@flowglass/http/auth/SignInPace") {
  static readonly layer: Layer.Layer<SignInPace, never, ServerConfig> = Layer.effect(
    SignInPace,
    Effect.gen(function* () {
      const settings = yield* ServerConfig
      const interval = period / settings.signInsPerMinute
      /** For each address when it has all its attempts again. */
      const whole = new Map<string, number>()
      let atWork = 0

      /** Takes an attempt of an address; the milliseconds to wait when there is none. */
      const take = (group: string, now: number): number => {
        const before = whole.get(group) ?? now
        const after = Math.max(before, now) + interval
        const wait = Math.max(0, after - now - period)
        whole.delete(group)
        whole.set(group, wait === 0 ? after : before)
        const [oldest] = whole.keys()
        if (whole.size > mostAddresses && oldest !== undefined) whole.delete(oldest)
        return wait
      }

      const attempt = Effect.fnUntraced(function* <A, E, R>(effect: Effect.Effect<A, E, R>) {
        const request = yield* HttpServerRequest.HttpServerRequest
        const now = yield* Clock.currentTimeMillis
        const wait = take(addressGroup(clientAddress(request, settings) ?? ""), now)
        if (wait > 0) {
          return yield* refused("There were too many attempts from this address.", wait / 1000)
        }
        if (atWork >= mostAtWork) return yield* refused("Too many people sign in at this moment.", 1)
        return yield* Effect.acquireUseRelease(
          Effect.sync(() => void atWork++),
          () => effect,
          () => Effect.sync(() => void atWork--)
        )
      })

      return SignInPace.of({ attempt })
    })
  )
}
