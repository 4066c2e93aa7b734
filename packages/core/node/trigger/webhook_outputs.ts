import { FileValue } from "../../value/file_value.ts"
import type { Value, ValueObject } from "../../value/value.ts"
import { emptyObject, isValueObject, property } from "../../value/value_object.ts"
import { headerOutput, type WebhookConfig } from "./webhook_config.ts"

/** A request to a webhook as a run gets it. */
interface WebhookData {
  readonly headers: ValueObject
  readonly query: ValueObject
  readonly body: ValueObject
  readonly files: ValueObject
}

const mappingAt = (object: ValueObject, name: string): ValueObject => {
  const value = property(object, name)
  return isValueObject(value) ? value : emptyObject()
}

const dataOf = (raw: ValueObject): WebhookData => ({
  headers: mappingAt(raw, "headers"),
  query: mappingAt(raw, "query_params"),
  body: mappingAt(raw, "body"),
  files: mappingAt(raw, "files")
})

/** Clients and proxies change the case of header names, and some turn `-` into `_`. */
const plainName = (name: string): string => name.toLowerCase().replaceAll("_", "-")

const headerValue = (headers: ValueObject, name: string): Value => {
  const exact = property(headers, name)
  if (exact !== undefined) return exact
  const found = Object.entries(headers).find(([given]) => plainName(given) === plainName(name))
  return found?.[1] ?? null
}

/** A field of type file: the file of that name, else all files there are. */
const fileValue = ({ files, body }: WebhookData, name: string): Value => {
  const given = property(files, name) ?? property(body, name)
  return given instanceof FileValue ? given : files
}

const bodyValue = (
  data: WebhookData,
  { content_type: contentType }: WebhookConfig,
  name: string,
  type: string
): Value => {
  const raw = property(data.body, "raw") ?? null
  if (contentType === "text/plain") return raw
  if (contentType === "application/octet-stream") return raw
  if (type === "file") return fileValue(data, name)
  return property(data.body, name) ?? null
}

/** The outputs of a webhook: what its config names, null where the request has none of it. */
export const webhookOutputs = (config: WebhookConfig, raw: ValueObject): ValueObject => {
  const data = dataOf(raw)
  const outputs = emptyObject()
  for (const { name } of config.headers) outputs[headerOutput(name)] = headerValue(data.headers, name)
  for (const { name } of config.params) outputs[name] = property(data.query, name) ?? null
  for (const { name, type } of config.body) outputs[name] = bodyValue(data, config, name, type)
  return outputs
}
