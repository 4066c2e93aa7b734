import { Context, type Redacted } from "effect"

/** What the server was told by its operator. Times are seconds, sizes bytes. */
export interface ServerSettings {
  /** Signs tokens and file links, and seals secrets. */
  readonly secretKey: Redacted.Redacted
  /** What has to be known to set this installation up, 30 characters at most; undefined where anybody may. */
  readonly initPassword: Redacted.Redacted | undefined
  /** `Domain` of the cookies, without a leading dot; undefined for cookies of one host. */
  readonly cookieDomain: string | undefined
  /** Where browsers reach the console page, this API and the service API; undefined if nobody said. */
  readonly consoleWebUrl: string | undefined
  readonly consoleApiUrl: string | undefined
  readonly serviceApiUrl: string | undefined
  /** Origins that may call the console API from a browser. */
  readonly consoleOrigins: ReadonlyArray<string>
  readonly accessTokenLifetime: number
  readonly refreshTokenLifetime: number
  /** How long an account stays locked after too many wrong passwords. */
  readonly loginLockout: number
  /** How often one address may try to sign in. */
  readonly signInsPerMinute: number
  /** How many proxies stand before this server: so many entries at the end of \`X-Forwarded-For\` are theirs. */
  readonly trustedProxies: number
  readonly bodyLimit: number
  /** How deep JSON bodies may be nested. */
  readonly jsonDepth: number
  /** How many members, objects and arrays a JSON body may have: each costs far more than the bytes it has. */
  readonly jsonParts: number
}

/** The settings of the running server. */
export class ServerConfig extends Context.Service<ServerConfig, ServerSettings>()(
  "@flowglass/http/serve/ServerConfig"
) {}

/** Dify's defaults where it has them. */
export const defaultServerSettings = {
  initPassword: undefined,
  cookieDomain: undefined,
  consoleWebUrl: undefined,
  consoleApiUrl: undefined,
  serviceApiUrl: undefined,
  consoleOrigins: [],
  accessTokenLifetime: 60 * 60,
  refreshTokenLifetime: 30 * 24 * 60 * 60,
  loginLockout: 24 * 60 * 60,
  signInsPerMinute: 120,
  trustedProxies: 0,
  bodyLimit: 15 * 1024 * 1024,
  jsonDepth: 100,
  jsonParts: 100_000
} as const satisfies Omit<ServerSettings, "secretKey">

/** Whether browsers talk to this server over https only: cookies are `Secure` then. */
export const isSecure = (settings: ServerSettings): boolean =>
  [settings.consoleWebUrl, settings.consoleApiUrl].every((url) => url?.startsWith("https:") === true)
