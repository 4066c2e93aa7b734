import { BlockList, isIP } from "node:net"
import { Context, Effect, Layer } from "effect"
import type { OutboundAllowEntryInvalid } from "../error/network_errors.ts"
import { type AllowRule, hostOf, parseAllowRule } from "./_allow_rule.ts"

/** The two questions the guard asks beside "is this address public?". */
export interface OutboundAllowance {
  /** Whether this host may be reached at this port whatever its addresses are. `protocol` is `http:` or `https:`. */
  readonly allowsHost: (protocol: string, hostname: string, port: string) => boolean
  /** Whether this address may be reached although it is not public. */
  readonly allowsAddress: (address: string) => boolean
}

const publicOnly: OutboundAllowance = { allowsHost: () => false, allowsAddress: () => false }

const makeAllowance = (rules: ReadonlyArray<AllowRule>): OutboundAllowance => {
  const blocks = new BlockList()
  for (const rule of rules) {
    if (rule.kind === "block") blocks.addSubnet(rule.network, rule.prefix, rule.family)
    else if (rule.port === undefined && rule.protocol === undefined && isIP(rule.host) !== 0) {
      blocks.addAddress(rule.host, isIP(rule.host) === 4 ? "ipv4" : "ipv6")
    }
  }
  return {
    allowsHost: (protocol, hostname, port) =>
      rules.some(
        (rule) =>
          rule.kind === "host" &&
          rule.host === hostOf(hostname) &&
          (rule.port ?? port) === port &&
          (rule.protocol ?? protocol) === protocol
      ),
    allowsAddress: (address) => isIP(address) !== 0 && blocks.check(address, isIP(address) === 4 ? "ipv4" : "ipv6")
  }
}

/**
 * Where workflows may send requests. By default only to public unicast addresses. An operator adds entries: a host
 * (`api.internal`), `host:port` (`127.0.0.1:8080`), a CIDR block (`10.20.0.0/16`) or an origin
 * (`http://localhost:3000`). A host that is named is reachable whatever it resolves to.
 *
 * @example
 * ```ts
 * import { Effect } from "effect"
 * import { OutboundPolicy } from "@flowglass/core"
 *
 * const allowed = Effect.map(OutboundPolicy, (policy) => policy.allowsAddress("10.20.0.7"))
 * Effect.runSync(allowed) // => false
 * Effect.runSync(Effect.provide(allowed, OutboundPolicy.layer(["10.20.0.0/16"]))) // => true
 * ```
 */
export class OutboundPolicy extends Context.Reference<OutboundAllowance>("@flowglass/core/net/OutboundPolicy", {
  defaultValue: () => publicOnly
}) {
  /** The policy of an allow list; fails with `outbound_allow_entry_invalid`. */
  static layer(allow: ReadonlyArray<string>): Layer.Layer<never, OutboundAllowEntryInvalid> {
    return Layer.effect(
      OutboundPolicy,
      Effect.map(
        Effect.forEach(allow, (entry) => Effect.fromResult(parseAllowRule(entry))),
        makeAllowance
      )
    )
  }
}
