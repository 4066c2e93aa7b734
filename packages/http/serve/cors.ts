import type { ServerSettings } from "./server_config.ts"

/** Dify's lists. */
const methods = "GET, PUT, POST, DELETE, OPTIONS, PATCH"
const consoleHeaders = "Content-Type, X-App-Code, X-App-Passport, Authorization, X-CSRF-Token"
const serviceHeaders = "Content-Type, X-App-Code, X-App-Passport, Authorization"
const exposed = "X-Version, X-Env, X-Trace-Id"

type Headers = Readonly<Record<string, string>>

const isServicePath = (url: string): boolean => /^\/+v1([/?]|$)/.test(url)

/**
 * What a browser page of another origin may do with an answer. The service API works with keys, so any page may call it,
 * but never with cookies; everything else is for the origins that the operator names, one by one.
 */
export const corsHeaders = (url: string, origin: string | undefined, settings: ServerSettings): Headers => {
  const shared = { "access-control-expose-headers": exposed }
  if (isServicePath(url)) return { "access-control-allow-origin": "*", ...shared }
  if (origin === undefined || origin === "*" || !settings.consoleOrigins.includes(origin)) return { vary: "Origin" }
  return {
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    vary: "Origin",
    ...shared
  }
}

/** What the question before a request is answered with, beside `corsHeaders`. */
export const preflightHeaders = (url: string): Headers => ({
  "access-control-allow-methods": methods,
  "access-control-allow-headers": isServicePath(url) ? serviceHeaders : consoleHeaders,
  "access-control-max-age": "600"
})
