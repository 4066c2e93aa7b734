import { createServer, type Server } from "node:http"
import { Effect, type Scope } from "effect"

const weather = { degrees: 21, sky: "clear blue sky" }

const listen = Effect.callback<Server>((resume) => {
  const server = createServer((request, response) => {
    if (request.url?.startsWith("/weather") !== true) return response.writeHead(404).end()
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(weather))
  })
  server.listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
})

const close = (server: Server): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    server.closeAllConnections()
    server.close(() => resume(Effect.void))
  })

/** A small weather service on this machine; yields its origin, `http://127.0.0.1:PORT`. Closed with the scope. */
export const weatherServer: Effect.Effect<string, never, Scope.Scope> = Effect.map(
  Effect.acquireRelease(listen, close),
  (server) => {
    const address = server.address()
    return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`
  }
)
