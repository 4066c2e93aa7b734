import { Predicate } from "effect"
import {
  OutboundCertificateRefused,
  OutboundConnectFailed,
  OutboundConnectionLost,
  OutboundHostNotFound,
  OutboundRequestInvalid,
  OutboundResponseInvalid,
  OutboundResponseTooLarge,
  OutboundTimeout,
  outboundErrors
} from "../error/network_errors.ts"
import { PhaseTimeout } from "./_phase_timer.ts"
import type { NetworkError } from "./outbound_request.ts"

type Failure = new (fields: { readonly message: string }) => NetworkError

/** A URL as messages show it: without query and fragment, where keys tend to be. */
export const shownUrl = (url: URL): string => `${url.origin}${url.pathname}`

const phases: Record<string, string> = {
  connect: "no connection within",
  write: "the request could not be sent within",
  read: "nothing was received within",
  total: "it was not finished within"
}

// The first pattern that fits the code of an error of Node, OpenSSL, zlib or undici names the failure.
const byCode: ReadonlyArray<readonly [RegExp, Failure, string]> = [
  [/^(ENOTFOUND|EAI_|ENODATA)/, OutboundHostNotFound, "the host was not found"],
  [/^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/, OutboundTimeout, "no connection in time"],
  [/^UND_ERR_(HEADERS|BODY)_TIMEOUT$/, OutboundTimeout, "nothing was received for too long"],
  [/^UND_ERR_HEADERS_OVERFLOW$|^HPE_HEADER_OVERFLOW$/, OutboundResponseTooLarge, "the response headers are too large"],
  [/^HPE_INVALID_EOF_STATE$/, OutboundConnectionLost, "the connection ended inside the response"],
  [
    /^(HTTPParserError$|HPE_|UND_ERR_RES_|Z_|ERR__?ZLIB|ERR_BROTLI|ERR__ERROR|ZSTD_|ERR_ZSTD)/,
    OutboundResponseInvalid,
    "the response is broken"
  ],
  [
    /^(UND_ERR_INVALID_ARG|UND_ERR_NOT_SUPPORTED|UND_ERR_REQ_|ERR_INVALID_)/,
    OutboundRequestInvalid,
    "the request cannot be sent"
  ],
  [
    /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|ERR_TLS_CERT)/,
    OutboundCertificateRefused,
    "the certificate is not trusted"
  ],
  [
    /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ENETDOWN|EHOSTDOWN|EACCES|EPERM|EINVAL|EPROTO|ERR_SSL|ERR_TLS)/,
    OutboundConnectFailed,
    "no connection could be made"
  ],
  [/./, OutboundConnectionLost, "the connection was lost"]
]

// undici's parser errors have a name only.
const codeOf = (cause: unknown): string => {
  if (Predicate.hasProperty(cause, "code") && typeof cause.code === "string") return cause.code
  return cause instanceof Error ? cause.name : ""
}

const isNetworkError = (cause: unknown): cause is NetworkError => outboundErrors.some((made) => cause instanceof made)

/** The failure that an error of the transport stands for. */
export const networkFailure = (cause: unknown, url: URL): NetworkError => {
  if (isNetworkError(cause)) return cause
  const place = `${url.protocol === "https:" ? "HTTPS" : "HTTP"} request to ${shownUrl(url)}`
  if (cause instanceof PhaseTimeout) {
    return new OutboundTimeout({ message: `${place}: ${phases[cause.phase]} ${cause.milliseconds / 1000} s.` })
  }
  // Node reports one error for each address it tried.
  if (cause instanceof AggregateError && cause.errors.length > 0) return networkFailure(cause.errors[0], url)
  const code = codeOf(cause)
  const detail = cause instanceof Error && cause.message !== "" ? cause.message : code
  const [, Made, what] = byCode.find(([pattern]) => pattern.test(code)) ?? [/./, OutboundConnectionLost, "it failed"]
  return new Made({ message: `${place}: ${what} (${detail}).` })
}
