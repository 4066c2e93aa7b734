import { isIP, isIPv6 } from "node:net"
import { Option } from "effect"
import type { HttpServerRequest } from "effect/http"
import type { ServerSettings } from "./server_config.ts"

/**
 * Where a request comes from. `X-Forwarded-For` counts only when the operator says how many proxies stand before the
 * server: each of them adds one address at its end, and whatever stands before those anybody can write there.
 */
export const clientAddress = (
  { headers, remoteAddress }: HttpServerRequest.HttpServerRequest,
  { trustedProxies }: Pick<ServerSettings, "trustedProxies">
): string | null => {
  const peer = Option.getOrNull(remoteAddress)
  if (trustedProxies === 0) return peer
  const forwarded = (headers["x-forwarded-for"] ?? "").split(",").at(-trustedProxies)?.trim() ?? ""
  return isIP(forwarded) === 0 ? peer : forwarded
}

/** What attempts of an address are counted under: whoever has one address of IPv6 has 2^64 of them. */
export const addressGroup = (address: string): string => {
  if (!isIPv6(address) || address.includes(".")) return address
  const [head = "", tail] = address.split("::")
  const first = head.split(":").filter((part) => part !== "")
  const last = (tail ?? "").split(":").filter((part) => part !== "")
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - first.length - last.length)).fill("0")
  const parts = [...first, ...zeros, ...last].slice(0, 4)
  return `${parts.map((part) => Number.parseInt(part, 16).toString(16)).join(":")}::/64`
}
