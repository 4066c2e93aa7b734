import { defineError } from "./define_error.ts"

/** The address is not one a workflow may reach: private, local, reserved, not http(s), or with a user name in it. */
export class OutboundAddressRefused extends defineError<OutboundAddressRefused>()({
  code: "outbound_address_refused",
  status: 403,
  family: "network",
  title: "An outbound request went to an address that workflows may not reach",
  remedy:
    "Use a public http or https address, or allow the host (`allow` of `open`, command line: FLOWGLASS_ALLOW_HOSTS)."
}) {}

/** The URL of an outbound request cannot be read. */
export class OutboundUrlInvalid extends defineError<OutboundUrlInvalid>()({
  code: "outbound_url_invalid",
  status: 422,
  family: "network",
  title: "The URL of an outbound request cannot be read",
  remedy: "Write a complete URL such as https://api.example.com/path."
}) {}

/** The method or a header of an outbound request holds what HTTP cannot carry, such as a line break. */
export class OutboundRequestInvalid extends defineError<OutboundRequestInvalid>()({
  code: "outbound_request_invalid",
  status: 422,
  family: "network",
  title: "A method or header cannot be sent over HTTP",
  remedy: "Remove line breaks and control characters from header names and values."
}) {}

/** The name of a host has no address. */
export class OutboundHostNotFound extends defineError<OutboundHostNotFound>()({
  code: "outbound_host_not_found",
  status: 502,
  family: "network",
  title: "The name of a host could not be resolved",
  remedy: "Check the spelling of the host and the DNS of this machine."
}) {}

/** No connection to the server came about. */
export class OutboundConnectFailed extends defineError<OutboundConnectFailed>()({
  code: "outbound_connect_failed",
  status: 502,
  family: "network",
  title: "No connection to the server could be made",
  remedy: "Check that the server runs and listens on that port."
}) {}

/** The server's certificate is not one this machine trusts. */
export class OutboundCertificateRefused extends defineError<OutboundCertificateRefused>()({
  code: "outbound_certificate_refused",
  status: 502,
  family: "network",
  title: "The certificate of the server is not trusted or does not fit its name",
  remedy: "Install a valid certificate, or switch ssl_verify off for a server you trust."
}) {}

/** The connection broke before the response was complete. */
export class OutboundConnectionLost extends defineError<OutboundConnectionLost>()({
  code: "outbound_connection_lost",
  status: 502,
  family: "network",
  title: "The server closed the connection before its response was complete",
  remedy: "Try again, or look into the log of the server."
}) {}

/** The server took longer than one of the request's time limits. */
export class OutboundTimeout extends defineError<OutboundTimeout>()({
  code: "outbound_timeout",
  status: 504,
  family: "network",
  title: "An outbound request took longer than its time limit",
  remedy: "Raise the timeouts of the node, or make the server answer faster."
}) {}

/** The response is larger than the request's limit, as sent or once it is decompressed. */
export class OutboundResponseTooLarge extends defineError<OutboundResponseTooLarge>()({
  code: "outbound_response_too_large",
  status: 502,
  family: "network",
  title: "A response is larger than its limit",
  remedy: "Ask the server for less, or raise the limit."
}) {}

/** The server redirected more often than the request follows. */
export class OutboundRedirectLimitExceeded extends defineError<OutboundRedirectLimitExceeded>()({
  code: "outbound_redirect_limit_exceeded",
  status: 502,
  family: "network",
  title: "A server redirected too often",
  remedy: "Call the final address directly."
}) {}

/** What the server sent is not HTTP, or cannot be decoded. */
export class OutboundResponseInvalid extends defineError<OutboundResponseInvalid>()({
  code: "outbound_response_invalid",
  status: 502,
  family: "network",
  title: "A server answered something that is not valid HTTP",
  remedy: "Look into the server: its headers, chunking, compression or redirect are broken."
}) {}

/** An entry of the operator's allow list is no host, address, range or origin. */
export class OutboundAllowEntryInvalid extends defineError<OutboundAllowEntryInvalid>()({
  code: "outbound_allow_entry_invalid",
  status: 500,
  family: "network",
  title: "An entry of the outbound allow list cannot be read",
  remedy:
    "Write a host, host:port, CIDR block or origin: api.internal, 127.0.0.1:8080, 10.0.0.0/8, http://localhost:3000."
}) {}

/** Every way an outbound request can fail. */
export const outboundErrors = [
  OutboundAddressRefused,
  OutboundUrlInvalid,
  OutboundRequestInvalid,
  OutboundHostNotFound,
  OutboundConnectFailed,
  OutboundCertificateRefused,
  OutboundConnectionLost,
  OutboundTimeout,
  OutboundResponseTooLarge,
  OutboundRedirectLimitExceeded,
  OutboundResponseInvalid
] as const

/** The codes of this file. */
export const networkErrors = [...outboundErrors, OutboundAllowEntryInvalid] as const
