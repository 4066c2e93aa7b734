/** The version of this server: that of its package.json, which a test compares. */
export const serverVersion = "0.1.0"

/** Headers that every response has. */
export const responseHeaders = (traceId: string): Readonly<Record<string, string>> => ({
  "x-version": serverVersion,
  "x-env": "PRODUCTION",
  "x-trace-id": traceId,
  // Under this name Dify's newer clients look for it.
  "x-request-id": traceId,
  "x-content-type-options": "nosniff"
})
