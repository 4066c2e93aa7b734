import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { createServer as createHttpsServer } from "node:https"
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net"
import { Effect, type Scope } from "effect"
import { testCertificate } from "./_test_certificate.ts"

/** A server of a test, on loopback. */
export interface TestServer {
  readonly port: number
  /** `http://127.0.0.1:port` */
  readonly origin: string
  /** Sockets that were ever opened to it. */
  readonly connections: () => number
  /** Sockets that are open now. */
  readonly open: () => number
}

const listen = <S extends Server>(
  make: () => S,
  host: string,
  port: number
): Effect.Effect<TestServer, never, Scope.Scope> => {
  const sockets = new Set<Socket>()
  let connections = 0
  const start = Effect.callback<S>((resume) => {
    const server = make()
    server.on("connection", (socket) => {
      connections++
      sockets.add(socket)
      socket.on("error", () => {}).once("close", () => sockets.delete(socket))
    })
    server.once("error", (error) => resume(Effect.die(error)))
    server.listen(port, host, () => resume(Effect.succeed(server)))
  })
  const stop = (server: S) =>
    Effect.callback<void>((resume) => {
      for (const socket of sockets) socket.destroy()
      server.close(() => resume(Effect.void))
    })
  return Effect.map(Effect.acquireRelease(start, stop), (server) => {
    const address: AddressInfo | string | null = server.address()
    const bound = typeof address === "object" && address !== null ? address.port : port
    return {
      port: bound,
      origin: `http://127.0.0.1:${bound}`,
      connections: () => connections,
      open: () => sockets.size
    }
  })
}

/** An HTTP server that lives as long as the scope. */
export const serveHttp = (
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  host = "127.0.0.1",
  port = 0
): Effect.Effect<TestServer, never, Scope.Scope> => listen(() => createServer(handle), host, port)

/** An HTTPS server whose certificate nobody trusts. */
export const serveHttps = (
  handle: (request: IncomingMessage, response: ServerResponse) => void
): Effect.Effect<TestServer, never, Scope.Scope> =>
  listen(() => createHttpsServer(testCertificate, handle), "127.0.0.1", 0)

/** A server that answers with whatever bytes the test writes. */
export const serveTcp = (handle: (socket: Socket) => void): Effect.Effect<TestServer, never, Scope.Scope> =>
  listen(() => createTcpServer(handle), "127.0.0.1", 0)

/** The body of a request as text. */
export const bodyOf = (request: IncomingMessage, use: (body: string) => void): void => {
  const pieces: Array<Buffer> = []
  request.on("data", (piece: Buffer) => pieces.push(piece))
  request.once("end", () => use(Buffer.concat(pieces).toString("latin1")))
}

/** Whether a condition comes true within two seconds. */
export const eventually = (condition: () => boolean): Effect.Effect<boolean> =>
  Effect.gen(function* () {
    for (let count = 0; count < 200 && !condition(); count++) yield* Effect.sleep("10 millis")
    return condition()
  })
