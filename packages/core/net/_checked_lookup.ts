import type { LookupFunction } from "node:net"
import { Cause, type Context, Effect, Exit } from "effect"
import { OutboundAddressRefused, OutboundHostNotFound } from "../error/network_errors.ts"
import { hostOf } from "./_allow_rule.ts"
import { NameResolver } from "./name_resolver.ts"

/** The refusal of a host by its address. It names the host only: workflows learn nothing about internal addresses. */
export const addressRefused = (hostname: string): OutboundAddressRefused =>
  new OutboundAddressRefused({
    message: `The host "${hostOf(hostname)}" is, or leads to, an address that is not public. An operator can put it on the outbound allow list.`
  })

const errorOf = (cause: Cause.Cause<Error>): Error => {
  const error = Cause.squash(cause)
  return error instanceof Error ? error : new Error(String(error))
}

/**
 * Name resolution for a connection. It resolves once and answers only when every address passes the check, and the
 * socket connects to what is answered here: a name that changes its mind afterwards changes nothing.
 */
export const checkedLookup =
  (context: Context.Context<never>, check: (address: string) => boolean): LookupFunction =>
  (hostname, { all }, callback) => {
    const resolve = Effect.flatMap(NameResolver, (resolver) => resolver.resolve(hostname)).pipe(
      Effect.filterOrFail(
        (addresses) => addresses.length > 0,
        () => new OutboundHostNotFound({ message: `The host "${hostname}" has no address.` })
      ),
      Effect.filterOrFail(
        (addresses) => addresses.every(({ address }) => check(address)),
        () => addressRefused(hostname)
      )
    )
    Effect.runCallbackWith(context)(resolve, {
      onExit: Exit.match({
        onSuccess: (addresses) => {
          if (all === true) callback(null, [...addresses])
          else callback(null, addresses[0]?.address ?? "", addresses[0]?.family)
        },
        onFailure: (cause) => callback(errorOf(cause), [])
      })
    })
  }
