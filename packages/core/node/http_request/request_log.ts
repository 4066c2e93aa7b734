import type { OutboundRequest } from "../../net/outbound_request.ts"

const starred = "*".repeat(20)

const credentials = new Set(["authorization", "cookie", "proxy-authorization"])

/**
 * A request as the text that Dify keeps of it, `\r\n` between its lines. Headers with credentials are starred; secrets
 * elsewhere are masked by the engine.
 */
export const requestLog = (request: OutboundRequest, body: string): string => {
  const url = URL.parse(request.url)
  const secret = new Set([...credentials, ...(request.secretHeaders ?? [])])
  const lines = (request.headers ?? []).map(
    ([name, value]) => `${name}: ${secret.has(name.toLowerCase()) ? starred : value}`
  )
  return [
    `${request.method} ${url === null ? request.url : `${url.pathname}${url.search}`} HTTP/1.1`,
    `Host: ${url?.host ?? ""}`,
    ...lines,
    ...(body === "" ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
    "",
    body
  ].join("\r\n")
}
