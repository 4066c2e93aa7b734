import { Schema } from "effect"
import { orDefault } from "../config/or_default.ts"
import { PlainBoolean } from "../config/plain_boolean.ts"
import { PlainNumber } from "../config/plain_number.ts"

const queryTypes = ["string", "number", "boolean"]
const bodyTypes = [...queryTypes, "object", "array[string]", "array[number]", "array[boolean]", "array[object]", "file"]

/** A parameter of a request; `kind` is how Dify's message calls it. */
const parameters = (kind: "header" | "query" | "body", types: ReadonlyArray<string>) =>
  orDefault(
    Schema.Array(
      Schema.Struct({
        name: Schema.NonEmptyString,
        type: orDefault(
          Schema.String.check(
            Schema.makeFilter((type) => types.includes(type) || `Unsupported webhook ${kind} parameter type: ${type}`)
          ),
          "string"
        ),
        required: orDefault(PlainBoolean, false)
      })
    ),
    []
  )

const methods = ["get", "post", "head", "patch", "put", "delete"]

/** The media types of a body that a webhook takes. */
export const webhookContentTypes = [
  "application/json",
  "multipart/form-data",
  "application/x-www-form-urlencoded",
  "text/plain",
  "application/octet-stream"
] as const

/** The `data` of a trigger-webhook node. */
export const WebhookConfig = Schema.Struct({
  method: orDefault(
    Schema.String.check(
      Schema.makeFilter((method) => methods.includes(method.toLowerCase()) || `it is one of ${methods.join(", ")}`)
    ),
    "get"
  ),
  content_type: orDefault(Schema.Literals(webhookContentTypes), "application/json"),
  headers: parameters("header", ["string"]),
  params: parameters("query", queryTypes),
  body: parameters("body", bodyTypes),
  status_code: orDefault(PlainNumber, 200),
  response_body: orDefault(Schema.String, ""),
  timeout: orDefault(PlainNumber, 30)
})

/** The `data` of a trigger-webhook node. */
export type WebhookConfig = typeof WebhookConfig.Type

/** The name of the output of a header: names of variables have no hyphens. */
export const headerOutput = (name: string): string => name.replaceAll("-", "_")
