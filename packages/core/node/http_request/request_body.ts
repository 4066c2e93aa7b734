import { Effect, Result } from "effect"
import { HttpRequestBodyInvalid, HttpRequestFileUnavailable } from "../../error/http_request_errors.ts"
import type { OutboundHttp } from "../../net/outbound_http.ts"
import type { MultipartPart, NetworkError, OutboundRequest } from "../../net/outbound_request.ts"
import { FileValue } from "../../value/file_value.ts"
import { jsonText } from "../../value/json_text.ts"
import { repairJson } from "../../value/repair_json.ts"
import { isValueArray } from "../../value/value_object.ts"
import type { NodeContext } from "../node_context.ts"
import { compactJson } from "./compact_json.ts"
import { fileContent } from "./file_content.ts"
import { formText } from "./form_text.ts"
import type { Body, BodyItem } from "./http_request_config.ts"
import { type RequestFailure, requestFailure } from "./request_failure.ts"

/** A body that is ready to be sent. */
export interface BuiltBody {
  readonly payload?: NonNullable<OutboundRequest["body"]>
  /** The content type it has unless the node's headers say another. */
  readonly type?: string
  /** What the log of the request shows of it. */
  readonly shown: string
}

const longestShown = 2000

const onlyItem = (body: Body): Result.Result<BodyItem, RequestFailure> => {
  const [item, ...others] = body.data ?? []
  if (item !== undefined && others.length === 0) return Result.succeed(item)
  const message = `${body.type} body type should have exactly one item`
  return requestFailure(new HttpRequestBodyInvalid({ message }), "RequestBodyError")
}

const jsonBody = (text: string): Result.Result<BuiltBody, RequestFailure> =>
  Result.match(repairJson(text), {
    onSuccess: (value) =>
      Result.succeed({ payload: compactJson(value), type: "application/json", shown: jsonText(value) }),
    onFailure: () =>
      requestFailure(
        new HttpRequestBodyInvalid({ message: `Failed to parse JSON: ${text.slice(0, longestShown)}` }),
        "RequestBodyError"
      )
  })

const formBody = (items: ReadonlyArray<BodyItem>, fill: (template: string) => string): BuiltBody => {
  const fields = new Map(items.map((item) => [fill(item.key), fill(item.value)] as const))
  const payload = formText([...fields])
  return { payload, type: "application/x-www-form-urlencoded", shown: payload }
}

const filesAt = (selector: ReadonlyArray<string>, node: NodeContext): ReadonlyArray<FileValue> => {
  const value = node.variables.get(selector)
  if (value instanceof FileValue) return [value]
  return isValueArray(value) ? value.filter((item) => item instanceof FileValue) : []
}

const filePart = (name: string, file: FileValue, bytes: Uint8Array): MultipartPart => ({
  kind: "file",
  name,
  filename: file.attributes.filename ?? "file",
  type: file.attributes.mime_type ?? "application/octet-stream",
  bytes
})

/** What Dify sends along when a form has no file, so that its client writes a multipart body. */
const placeholder: MultipartPart = { kind: "text", name: "__multipart_placeholder__", value: "" }

const shownPart = (part: MultipartPart): string => {
  const content = part.kind === "text" ? part.value : `(${part.filename}, ${part.type}, ${part.bytes.length} bytes)`
  return `--boundary\r\nContent-Disposition: form-data; name="${part.name}"\r\n\r\n${content}\r\n`
}

const multipartBody = Effect.fnUntraced(function* (items: ReadonlyArray<BodyItem>, node: NodeContext) {
  const fields = new Map<string, MultipartPart>()
  const files: Array<MultipartPart> = []
  for (const item of items) {
    const name = node.variables.text(item.key)
    if (item.type === "text") fields.set(name, { kind: "text", name, value: node.variables.text(item.value) })
    else {
      for (const file of filesAt(item.file, node)) {
        const bytes = yield* fileContent(file, node.limits)
        if (bytes !== undefined) files.push(filePart(name, file, bytes))
      }
    }
  }
  const parts = [...fields.values(), ...files]
  return {
    payload: { multipart: files.length === 0 ? [...parts, placeholder] : parts },
    type: "multipart/form-data",
    shown: `${parts.map(shownPart).join("")}--boundary--\r\n`
  }
})

const binaryBody = Effect.fnUntraced(function* (item: BodyItem, node: NodeContext) {
  const [file] = filesAt(item.file, node)
  const bytes = file === undefined ? undefined : yield* fileContent(file, node.limits)
  if (bytes !== undefined) return { payload: bytes, shown: `(${bytes.length} bytes)` }
  const message = `cannot fetch file with selector ${jsonText(item.file)}`
  return yield* Effect.fromResult(requestFailure(new HttpRequestFileUnavailable({ message }), "FileFetchError"))
})

/** Builds the body of a request; files without bytes are fetched, those without any source are left out of a form. */
export const requestBody = (
  body: Body,
  node: NodeContext
): Effect.Effect<BuiltBody, RequestFailure | NetworkError, OutboundHttp> => {
  const fill = (template: string) => node.variables.text(template)
  const items = body.data ?? []
  const single = Result.map(onlyItem(body), (item) => item)
  switch (body.type) {
    case "none":
      return Effect.succeed({ shown: "" })
    case "x-www-form-urlencoded":
      return Effect.succeed(formBody(items, fill))
    case "form-data":
      return multipartBody(items, node)
    case "binary":
      return Effect.flatMap(Effect.fromResult(single), (item) => binaryBody(item, node))
    case "json":
      return Effect.fromResult(Result.flatMap(single, (item) => jsonBody(fill(item.value))))
    case "raw-text":
      return Effect.fromResult(
        Result.map(single, (item) => {
          const text = fill(item.value)
          return { payload: text, type: "text/plain", shown: text }
        })
      )
  }
}
