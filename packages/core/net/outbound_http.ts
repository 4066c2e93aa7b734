import { Context, Effect, Layer, Scope } from "effect"
import { loadCapability } from "../error/load_capability.ts"
import type { NetworkError, OutboundRequest, OutboundResponse, OutboundStream } from "./outbound_request.ts"

const capability = { name: "Outbound HTTP", packages: ["undici@8.12.4", "ipaddr.js@2.5.0"] }

/**
 * Requests to other servers. Every request of a workflow is guarded: names and addresses are checked, and the
 * connection goes to the address that was checked. A response of any status is a success here. Interrupting the effect
 * closes the connection.
 *
 * @example
 * ```ts
 * import { Effect } from "effect"
 * import { OutboundHttp } from "@flowglass/core"
 *
 * const program = Effect.gen(function* () {
 *   const http = yield* OutboundHttp
 *   return yield* http.request({ method: "GET", url: "http://169.254.169.254/latest/meta-data", guard: "guarded" })
 * })
 * const error = await Effect.runPromise(Effect.flip(Effect.provide(program, OutboundHttp.layer)))
 * error.code // => "outbound_address_refused"
 * ```
 */
export class OutboundHttp extends Context.Service<
  OutboundHttp,
  {
    /** Sends a request, follows redirects (up to 10) and reads the whole body. */
    readonly request: (request: OutboundRequest) => Effect.Effect<OutboundResponse, NetworkError>
    /**
     * Sends a request, follows redirects and hands over the body while it arrives: server-sent events of model
     * servers. Closing the scope closes the connection.
     */
    readonly stream: (request: OutboundRequest) => Effect.Effect<OutboundStream, NetworkError, Scope.Scope>
  }
>()("@flowglass/core/net/OutboundHttp") {
  /**
   * Requests through undici, which is loaded by the first one; `capability_not_installed` when it is missing. Reads
   * `OutboundPolicy` and `NameResolver`. Closing the layer closes all connections.
   */
  static readonly layer: Layer.Layer<OutboundHttp> = Layer.effect(
    OutboundHttp,
    Effect.gen(function* () {
      const scope = yield* Effect.scope
      const context = yield* Effect.context<never>()
      const load = loadCapability(capability, () => import("./undici.ts")).pipe(
        Effect.flatMap((undici) => Scope.provide(undici.makeOutboundHttp(context), scope)),
        // The first caller may be interrupted while others wait for the same load.
        Effect.uninterruptible
      )
      const loaded = yield* Effect.cached(load)
      return OutboundHttp.of({
        request: (request) => Effect.flatMap(loaded, (http) => http.request(request)),
        stream: (request) => Effect.flatMap(loaded, (http) => http.stream(request))
      })
    })
  )
}
