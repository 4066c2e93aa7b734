import { LanguageModels } from "@flowglass/core"
import { Effect, Layer, Redacted } from "effect"
import type { Fault } from "../_test_faults.ts"
import { startServer } from "../_test_server.ts"
import { makeWorld } from "../_test_world.ts"
import { lackingNodes } from "../run/_test_refused_runs.ts"
import { askRoute } from "./_test_ask_route.ts"
import { initPassword, type RouteRequest, routeBook } from "./_test_route_book.ts"
import type { DeclaredRoute } from "./_test_routes.ts"

const megabyte = 1024 * 1024

/** A world, and other servers of the same database: what they answer differently is of the server, not of the request. */
export const makeStage = Effect.gen(function* () {
  const world = yield* makeWorld()
  const unfinished = yield* world.newMember("owner")
  const unfinishedBrowser = yield* world.signedIn(unfinished.email)
  yield* world.accounts.change(unfinished.id, { status: "uninitialized" })
  const stores = Layer.succeedContext(world.stores)
  const portOf = Effect.map((server: { readonly port: number }) => server.port)
  const ports = {
    usual: world.port,
    /** Nobody has set it up. */
    bare: yield* portOf(startServer()),
    /** Nobody has set it up, and a password stands before that. */
    gated: yield* portOf(startServer({ settings: { initPassword: Redacted.make(initPassword) } })),
    /** Takes bodies of a thousand bytes. */
    narrow: yield* portOf(startServer({ stores, settings: { bodyLimit: 1000 } })),
    /** Lets nobody sign in twice a minute. */
    patient: yield* portOf(startServer({ stores, settings: { signInsPerMinute: 1 } })),
    /** Does not show published runs. */
    closed: yield* portOf(startServer({ stores, publishedRuns: "off" })),
    /** Has no models, nodes that need what is not there, and takes large bodies. */
    lacking: yield* portOf(
      startServer({
        stores,
        models: LanguageModels.layerNone,
        nodes: lackingNodes,
        settings: { bodyLimit: 100 * megabyte, jsonDepth: 300 }
      })
    )
  }

  const requestFor = (route: DeclaredRoute) =>
    Effect.suspend(() =>
      (routeBook[route.name] ?? (() => Effect.die(`no request for ${route.name}`)))(world.own, world)
    )

  /** Asks a route what it carries out, changed a little. */
  const ask = Effect.fnUntraced(function* (
    route: DeclaredRoute,
    change: RouteRequest = {},
    server: keyof typeof ports = "usual"
  ) {
    const request = yield* requestFor(route)
    const params = { ...request.params, ...change.params }
    return yield* askRoute(ports[server], route, world.own, { ...request, ...change, params })
  })

  /** Asks while something is wrong with the database. */
  const askWith = Effect.fnUntraced(function* (fault: Fault, route: DeclaredRoute, change: RouteRequest = {}) {
    const request = yield* requestFor(route)
    world.faults.fault = fault
    const asked = askRoute(ports.usual, route, world.own, { ...request, ...change })
    return yield* Effect.ensuring(
      asked,
      Effect.sync(() => {
        world.faults.fault = "none"
      })
    )
  })

  return { world, ask, askWith, unfinishedBrowser }
})

export type Stage = Effect.Success<typeof makeStage>
