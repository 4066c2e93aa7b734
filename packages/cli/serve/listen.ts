import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { nodeServer } from "@flowglass/http"
import { Effect, Layer, Predicate } from "effect"
import { AddressNotAvailable, PortInUse } from "../error/serve_errors.ts"

/** Where the server is to listen. */
export interface ListenOptions {
  readonly host: string
  readonly port: number
  /** How many ports after it may be taken instead; 0 when the port was asked for. */
  readonly others: number
}

/** A server that listens, and what answering needs beside it. */
type Listening = Layer.Success<ReturnType<typeof NodeHttpServer.layer>>

const causeCode = (error: unknown): string | undefined => {
  if (Predicate.hasProperty(error, "code") && typeof error.code === "string") return error.code
  return Predicate.hasProperty(error, "cause") ? causeCode(error.cause) : undefined
}

/** What is left of the requests when the server stops to listen: they had time to end before. */
const patience = "2 seconds"

/**
 * An HTTP server on the first port that is free. Fails with `port_in_use` when all of them are taken, and with
 * `address_not_available` when the machine does not let it listen there.
 */
export const listen = (options: ListenOptions): Layer.Layer<Listening, PortInUse | AddressNotAvailable> => {
  const { host, port, others } = options
  const server = NodeHttpServer.layer(nodeServer, { host, port, gracefulShutdownTimeout: patience })
  return Layer.catch(server, (error): Layer.Layer<Listening, PortInUse | AddressNotAvailable> => {
    const code = causeCode(error)
    if (code !== "EADDRINUSE") {
      const message = `The server cannot listen on ${host}:${port}: ${code ?? "unknown reason"}.`
      return Layer.effectContext(Effect.fail(new AddressNotAvailable({ message })))
    }
    if (others > 0) return listen({ host, port: port + 1, others: others - 1 })
    return Layer.effectContext(Effect.fail(new PortInUse({ message: `Something listens on ${host}:${port} already.` })))
  })
}
