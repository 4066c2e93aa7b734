import { lookup } from "node:dns"
import { Context, Effect } from "effect"
import { OutboundHostNotFound } from "../error/network_errors.ts"

/** An address a name stands for. */
export interface ResolvedAddress {
  readonly address: string
  readonly family: 4 | 6
}

const systemResolve = (hostname: string) =>
  Effect.callback<ReadonlyArray<ResolvedAddress>, OutboundHostNotFound>((resume) => {
    lookup(hostname, { all: true }, (error, addresses) => {
      resume(
        error
          ? Effect.fail(
              new OutboundHostNotFound({
                message: `The host "${hostname}" was not found (${error.code ?? error.message}).`
              })
            )
          : Effect.succeed(addresses.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 })))
      )
    })
  })

/**
 * Turns names into addresses for outbound requests: the system's resolver unless replaced. A name is resolved once for
 * each connection, and the connection goes to one of these very addresses.
 */
export class NameResolver extends Context.Reference<{
  readonly resolve: (hostname: string) => Effect.Effect<ReadonlyArray<ResolvedAddress>, OutboundHostNotFound>
}>("@flowglass/core/net/NameResolver", {
  defaultValue: () => ({ resolve: systemResolve })
}) {}
