import { Result } from "effect"
import { HttpRequestAuthorizationInvalid } from "../../error/http_request_errors.ts"
import type { Authorization } from "./http_request_config.ts"
import { type RequestFailure, requestFailure } from "./request_failure.ts"

type Header = readonly [name: string, value: string]

const valueOf = (type: "basic" | "bearer" | "custom", key: string): string => {
  if (type === "bearer") return `Bearer ${key}`
  if (type === "custom") return key
  // A key without a colon is taken as encoded already.
  return `Basic ${key.includes(":") ? Buffer.from(key).toString("base64") : key}`
}

/** The header of an API key; undefined for `no-auth`. A blank key is Dify's `AuthorizationConfigError`. */
export const authorizationHeader = (
  authorization: Authorization,
  fill: (template: string) => string
): Result.Result<Header | undefined, RequestFailure> => {
  if (authorization.type === "no-auth") return Result.succeed(undefined)
  const { type, api_key, header } = authorization.config
  const key = fill(api_key)
  if (key.trim() !== "") return Result.succeed([header.trim() || "Authorization", valueOf(type, key)])
  const message = "API key is required for authorization but was empty. Please provide a valid API key."
  return requestFailure(new HttpRequestAuthorizationInvalid({ message }), "AuthorizationConfigError")
}
