import { Result } from "effect"
import { OutboundAddressRefused, OutboundResponseInvalid } from "../error/network_errors.ts"
import type { Answer, Hop } from "./_exchange.ts"
import { shownUrl } from "./_network_failure.ts"
import type { HeaderPairs } from "./outbound_request.ts"

/** How many redirects are followed. */
export const maximumRedirects = 10

const secrets = new Set(["authorization", "cookie", "proxy-authorization"])
const describesBody = new Set([
  "content-type",
  "content-length",
  "content-encoding",
  "content-language",
  "content-location"
])

/** The first value of a header; the name is in lower case. */
export const headerOf = (headers: HeaderPairs, name: string): string | undefined =>
  headers.find(([other]) => other.toLowerCase() === name)?.[1]

/** Only http and https, and no user name or password: those belong into a header. */
export const checkUrl = (url: URL): Result.Result<URL, OutboundAddressRefused> => {
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return Result.fail(
      new OutboundAddressRefused({
        message: `Outbound requests go to http and https addresses only, not ${url.protocol}`
      })
    )
  }
  if (url.username !== "" || url.password !== "") {
    return Result.fail(
      new OutboundAddressRefused({
        message: `The URL of ${url.host} has a user name or password in it. Send an Authorization header instead.`
      })
    )
  }
  return Result.succeed(url)
}

// As browsers and httpx do: 303 asks for the result with GET, 301 and 302 turn POST into GET.
const methodAfter = (method: string, status: number): string => {
  if (method === "HEAD") return method
  if (status === 303 || status === 302) return "GET"
  return status === 301 && method === "POST" ? "GET" : method
}

const parseLocation = (location: string, base: URL): Result.Result<URL, OutboundResponseInvalid> =>
  Result.try({
    try: () => new URL(location, base),
    catch: () => new OutboundResponseInvalid({ message: `${shownUrl(base)} redirects to an address that is no URL.` })
  })

/**
 * Where an answer redirects to: undefined when it does not. Headers with credentials, among them `secretHeaders`, stay
 * within one origin; a request that becomes GET leaves its body behind.
 */
export const nextHop = (
  hop: Hop,
  answer: Answer,
  secretHeaders: ReadonlySet<string>
): Result.Result<Hop, OutboundAddressRefused | OutboundResponseInvalid> | undefined => {
  if (![301, 302, 303, 307, 308].includes(answer.status)) return undefined
  const location = headerOf(answer.headers, "location")
  if (location === undefined) return undefined
  return Result.map(Result.flatMap(parseLocation(location, hop.url), checkUrl), (url) => {
    const method = methodAfter(hop.method, answer.status)
    const changed = method !== hop.method
    const foreign = url.origin !== hop.url.origin
    const headers = hop.headers.filter(([name]) => {
      const lower = name.toLowerCase()
      if (foreign && (lower === "host" || secrets.has(lower) || secretHeaders.has(lower))) return false
      return !(changed && describesBody.has(lower))
    })
    return { method, url, headers, body: changed ? undefined : hop.body }
  })
}
