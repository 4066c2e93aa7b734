import { type Context, Effect, type Scope, Stream } from "effect"
import { OutboundRedirectLimitExceeded } from "../error/network_errors.ts"
import { type AgentOf, makeAgents } from "./_agents.ts"
import { maximumConnectTime } from "./_connector.ts"
import { type Answer, exchange, type Hop } from "./_exchange.ts"
import { firstHop } from "./_first_hop.ts"
import { shownUrl } from "./_network_failure.ts"
import { PhaseTimeout, PhaseTimer, type RequestPhase } from "./_phase_timer.ts"
import { maximumRedirects, nextHop } from "./_redirect.ts"
import { responseBody } from "./_response_body.ts"
import type {
  NetworkError,
  OutboundRequest,
  OutboundResponse,
  OutboundStream,
  OutboundTimeouts
} from "./outbound_request.ts"

const defaultMaximumBytes = 10 * 1024 * 1024
const longestTimer = 2 ** 31 - 1

const clamp = (milliseconds: number): number => Math.min(Math.max(milliseconds, 1), longestTimer)

const limitsOf = (timeouts: OutboundTimeouts = {}): Record<RequestPhase, number> => ({
  connect: Math.min(clamp(timeouts.connect ?? 10_000), maximumConnectTime),
  read: clamp(timeouts.read ?? 600_000),
  write: clamp(timeouts.write ?? 600_000),
  total: timeouts.total === undefined ? Number.POSITIVE_INFINITY : clamp(timeouts.total)
})

/** A controller that is aborted with the scope, or when the total time is over. */
const scopedAbort = (total: number): Effect.Effect<AbortController, never, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(
      Effect.sync(() => {
        const controller = new AbortController()
        const reason = new PhaseTimeout("total", total)
        const timer = total === Number.POSITIVE_INFINITY ? undefined : setTimeout(() => controller.abort(reason), total)
        return { controller, timer }
      }),
      ({ controller, timer }) =>
        Effect.sync(() => {
          clearTimeout(timer)
          controller.abort(new Error("the request was given up"))
        })
    ),
    ({ controller }) => controller
  )

const discard = (answer: Answer): void => {
  answer.body.on("error", () => {}).destroy()
}

const makeStream = (agentOf: AgentOf) =>
  Effect.fn("OutboundHttp.stream")(function* (
    request: OutboundRequest
  ): Effect.fn.Return<OutboundStream, NetworkError, Scope.Scope> {
    const limits = limitsOf(request.timeouts)
    const controller = yield* scopedAbort(limits.total)
    const timer = new PhaseTimer(limits, (reason) => controller.abort(reason))
    const secretHeaders = new Set(request.secretHeaders?.map((name) => name.toLowerCase()))
    const redirects: Array<string> = []
    let hop: Hop = yield* Effect.fromResult(firstHop(request))
    let guard = request.guard
    while (true) {
      const agent = agentOf(guard, request.sslVerify ?? true)
      const answer = yield* exchange(agent, hop, { timer, signal: controller.signal, bodyTimeout: limits.read })
      const next = nextHop(hop, answer, secretHeaders)
      if (next === undefined) {
        const body = responseBody(hop, answer, request.maximumBytes ?? Number.POSITIVE_INFINITY)
        return { status: answer.status, headers: answer.headers, url: hop.url.href, redirects, body }
      }
      discard(answer)
      if (redirects.length >= maximumRedirects) {
        return yield* new OutboundRedirectLimitExceeded({
          message: `${shownUrl(hop.url)} is the ${maximumRedirects + 1}th redirect of one request; ${maximumRedirects} are followed.`
        })
      }
      redirects.push(hop.url.href)
      const followed: Hop = yield* Effect.fromResult(next)
      // The operator vouches for the address that was configured, not for where its server points.
      if (followed.url.origin !== hop.url.origin) guard = "guarded"
      hop = followed
    }
  })

const totalOf = ({ connect = 10_000, read = 600_000, write = 600_000, total }: OutboundTimeouts = {}): number =>
  total ?? connect + read + write

/**
 * Outbound HTTP on undici and ipaddr.js. Connections are pooled and closed with the scope; `context` holds the policy
 * and the name resolver. `OutboundHttp.layer` loads this module on first use.
 */
export const makeOutboundHttp = (context: Context.Context<never>) =>
  Effect.gen(function* () {
    const stream = makeStream(yield* makeAgents(context))
    const request = (given: OutboundRequest): Effect.Effect<OutboundResponse, NetworkError> =>
      Effect.scoped(
        Effect.gen(function* () {
          const { body, ...head } = yield* stream({
            ...given,
            maximumBytes: given.maximumBytes ?? defaultMaximumBytes,
            timeouts: { ...given.timeouts, total: totalOf(given.timeouts) }
          })
          const pieces = yield* Stream.runCollect(body)
          return { ...head, body: new Uint8Array(Buffer.concat(pieces)) }
        })
      )
    return { request, stream }
  })
