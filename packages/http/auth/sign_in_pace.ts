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

/** What is left of the attempts of an address, at some millisecond. */
interface Allowance {
  readonly left: number
  readonly at: number
}

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
      const most = settings.signInsPerMinute
      const allowances = new Map<string, Allowance>()
      let atWork = 0

      /** Takes an attempt from the allowance of an address; the milliseconds to wait when there is none. */
      const take = (group: string, now: number): number => {
        const known = allowances.get(group) ?? { left: most, at: now }
        const left = Math.min(most, known.left + (Math.max(0, now - known.at) * most) / 60_000)
        const wait = left >= 1 ? 0 : ((1 - left) * 60_000) / most
        allowances.delete(group)
        allowances.set(group, { left: wait === 0 ? left - 1 : left, at: now })
        const [oldest] = allowances.keys()
        if (allowances.size > mostAddresses && oldest !== undefined) allowances.delete(oldest)
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
        atWork++
        return yield* Effect.ensuring(
          effect,
          Effect.sync(() => void atWork--)
        )
      })

      return SignInPace.of({ attempt })
    })
  )
}
