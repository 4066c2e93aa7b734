import type { Stream } from "effect"
import type { CapabilityNotInstalled } from "../error/capability_errors.ts"
import type { outboundErrors } from "../error/network_errors.ts"

/** Every way an outbound request can fail, as a type. */
export type NetworkError = InstanceType<(typeof outboundErrors)[number]> | CapabilityNotInstalled

/** Header names and values in order; names may repeat. */
export type HeaderPairs = ReadonlyArray<readonly [name: string, value: string]>

/** One part of a multipart body. */
export type MultipartPart =
  | { readonly kind: "text"; readonly name: string; readonly value: string }
  | {
      readonly kind: "file"
      readonly name: string
      readonly filename: string
      readonly type: string
      readonly bytes: Uint8Array
    }

/** A `multipart/form-data` body; its content type with the boundary replaces the one of the headers. */
export interface MultipartBody {
  readonly multipart: ReadonlyArray<MultipartPart>
}

/** Time limits in milliseconds. */
export interface OutboundTimeouts {
  /** Until the connection stands: name resolution, TCP and TLS. Default 10 s; never more than 60 s. */
  readonly connect?: number
  /** Until the response headers, and between two pieces of the body. Default 600 s. */
  readonly read?: number
  /** Until the request is sent. Default 600 s. */
  readonly write?: number
  /**
   * Everything together, redirects and body included; a server that drips bytes ends here. Default of `request`: the
   * sum of the three others. Default of `stream`: none.
   */
  readonly total?: number
}

/** An outbound request. */
export interface OutboundRequest {
  /** Any case; sent in capitals. */
  readonly method: string
  readonly url: string
  readonly headers?: HeaderPairs
  readonly body?: string | Uint8Array | MultipartBody
  readonly timeouts?: OutboundTimeouts
  /** How large the decoded body may get, in bytes. Default of `request`: 10 MiB. Default of `stream`: no limit. */
  readonly maximumBytes?: number
  /** Whether the server's certificate is checked. Default true. */
  readonly sslVerify?: boolean
  /**
   * Where the URL comes from. `guarded`: a workflow, an input, a model; only public addresses and those of the allow
   * list. `operator`: the operator's configuration; any address, but a redirect to another origin is guarded.
   */
  readonly guard: "guarded" | "operator"
  /** Headers that, like Authorization and Cookie, are not sent on to another origin. */
  readonly secretHeaders?: ReadonlyArray<string>
}

/** The beginning of a response. */
export interface OutboundHead {
  readonly status: number
  /** Names in lower case, in the order of the server. */
  readonly headers: HeaderPairs
  /** Where the response came from, after redirects. */
  readonly url: string
  /** The addresses that were asked before `url`. */
  readonly redirects: ReadonlyArray<string>
}

/** A whole response. The body is decoded: gzip, deflate, br and zstd are undone. */
export interface OutboundResponse extends OutboundHead {
  readonly body: Uint8Array
}

/** A response whose body is read piece by piece, decoded. It can be read once. */
export interface OutboundStream extends OutboundHead {
  readonly body: Stream.Stream<Uint8Array, NetworkError>
}
