import { Context, Effect, Layer } from "effect"
import { HttpRouter, HttpServer } from "effect/http"
import { listen } from "../serve/listen.ts"
import { holderAccess, holderHost } from "./holder_access.ts"
import { holderRoutes } from "./holder_routes.ts"

/**
 * Starts to answer commands on a free port of loopback, whatever the server itself listens on, until the scope closes.
 * Returns where.
 */
export const startHolderServer = Effect.fnUntraced(function* (token: string) {
  const listening = yield* Layer.build(listen({ host: holderHost, port: 0, others: 0 }))
  const { address } = Context.get(listening, HttpServer.HttpServer)
  const routes = Layer.merge(holderRoutes, holderAccess(token))
  const serving = HttpRouter.serve(routes, { disableLogger: true, disableListenLog: true })
  yield* Layer.build(Layer.provide(serving, Layer.succeedContext(listening)))
  return `http://${holderHost}:${"port" in address ? address.port : 0}`
})
