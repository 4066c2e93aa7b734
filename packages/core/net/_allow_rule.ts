import { isIP } from "node:net"
import { Result } from "effect"
import { OutboundAllowEntryInvalid } from "../error/network_errors.ts"

/** What one entry of the allow list stands for. */
export type AllowRule =
  | { readonly kind: "block"; readonly network: string; readonly prefix: number; readonly family: "ipv4" | "ipv6" }
  | {
      readonly kind: "host"
      /** As `hostOf` writes it. */
      readonly host: string
      readonly port: string | undefined
      readonly protocol: string | undefined
    }

/** The port a URL goes to. */
export const portOf = (url: URL): string => url.port || (url.protocol === "https:" ? "443" : "80")

/** The host of a URL without brackets and without the dot of a fully qualified name. */
export const hostOf = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "")

const isBare = (url: URL): boolean =>
  url.pathname === "/" && url.search === "" && url.hash === "" && url.username === "" && url.password === ""

const parseBlock = (network: string, prefix: number): AllowRule | undefined => {
  const version = isIP(network)
  if (version === 0 || prefix > (version === 4 ? 32 : 128)) return undefined
  return { kind: "block", network, prefix, family: version === 4 ? "ipv4" : "ipv6" }
}

const parseHost = (entry: string): AllowRule | undefined => {
  const origin = /^https?:\/\//i.test(entry)
  const text = origin ? entry : `http://${isIP(entry) === 6 ? `[${entry}]` : entry}`
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  if (!isBare(url) || url.hostname.includes("*")) return undefined
  const host = hostOf(url.hostname)
  if (origin) return { kind: "host", host, port: portOf(url), protocol: url.protocol }
  // ":80" is dropped by URL, so the port is read from the text.
  const port = isIP(entry) === 6 ? undefined : /:(\d+)$/.exec(entry)?.[1]
  return { kind: "host", host, port, protocol: undefined }
}

/** An entry as messages may show it: what stands before an @ may be a password. */
const shown = (entry: string): string => entry.replace(/^.*@/s, "***@")

/** Reads an entry of the allow list: host, host:port, CIDR block or origin. */
export const parseAllowRule = (entry: string): Result.Result<AllowRule, OutboundAllowEntryInvalid> => {
  const trimmed = entry.trim()
  const block = /^([^/]+)\/(\d{1,3})$/.exec(trimmed)
  const rule = block === null ? parseHost(trimmed) : parseBlock(block[1] ?? "", Number(block[2]))
  return rule === undefined
    ? Result.fail(
        new OutboundAllowEntryInvalid({
          message: `The entry ${JSON.stringify(shown(entry))} of the outbound allow list is neither a host, host:port, CIDR block nor origin.`
        })
      )
    : Result.succeed(rule)
}
