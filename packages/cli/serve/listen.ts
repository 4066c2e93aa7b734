import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { nodeServer } from "@flowglass/http"
import { Effect, Layer, Predicate } from "effect"
import { AddressNotAvailable, PortInUse } from "../error/serve_errors.ts"
import { systemProblem } from "../file_problem.ts"

/** Where the server is to listen. */
export interface ListenOptions {
  readonly host: string
  readonly port: number
  /** How many ports after it may be taken instead; 0 when the port was asked for. */
  readonly others: number
}

/** A server that listens, and what answering needs beside it. */
type Listening = Layer.Success<ReturnType<typeof NodeHttpServer.layer>>

/** The error of the system behind one of Effect's. */
const systemError = (error: unknown): unknown =>
  Predicate.hasProperty(error, "code") || !Predicate.hasProperty(error, "cause") ? error : systemError(error.cause)

/** Where a server is to listen, as one would write it in an address. */
const placeOf = ({ host, port }: ListenOptions): string => `${host.includes(":") ? `[${host}]` : host}:${port}`

/** What is left of the requests when the server stops to listen: they had time to end before. */
const patience = "2 seconds"

/**
 * An HTTP server on the first port that is free. Fails with `port_in_use` when all of them are taken, and with
 * `address_not_available` when the machine does not let it listen there.
 */
export const listen = (options: ListenOptions): Layer.Layer<Listening, PortInUse | AddressNotAvailable> => {
  const { host, port, others } = options
  const place = placeOf(options)
  const server = NodeHttpServer.layer(nodeServer, { host, port, gracefulShutdownTimeout: patience })
  return Layer.catch(server, (error): Layer.Layer<Listening, PortInUse | AddressNotAvailable> => {
    const cause = systemError(error)
    if (!Predicate.hasProperty(cause, "code") || cause.code !== "EADDRINUSE") {
      const message = `The server cannot listen on ${place}: ${systemProblem(cause)}.`
      return Layer.effectContext(Effect.fail(new AddressNotAvailable({ message })))
    }
    if (others > 0) return listen({ host, port: port + 1, others: others - 1 })
    return Layer.effectContext(Effect.fail(new PortInUse({ message: `Something listens on ${place} already.` })))
  })
}
