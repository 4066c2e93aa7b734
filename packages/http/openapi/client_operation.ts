import { Predicate } from "effect"
import type { OpenApi } from "effect/http-api"
import { componentName, type JsonSchema, keyText, typeText } from "./type_text.ts"

/** One route as a method of the generated client. */
export interface ClientOperation {
  /** The group and the method: `client.inspector.draftNode`. */
  readonly group: string
  readonly name: string
  readonly method: string
  readonly path: string
  /** The type of the method's argument; undefined for a route without parameters and body. */
  readonly request: string | undefined
  /** Whether the argument may be left out. */
  readonly isRequestOptional: boolean
  readonly answer: string
  /** The types of the declared errors. */
  readonly errors: ReadonlyArray<string>
}

const methods = ["get", "post", "put", "patch", "delete"] as const

type Operation = OpenApi.OpenAPISpecOperation

const parametersText = (operation: Operation, place: "path" | "query"): { text: string; required: boolean } => {
  const found = operation.parameters.filter((parameter) => parameter.in === place)
  const members = found.map(
    ({ name, required, schema }) => `readonly ${keyText(name)}${required ? "" : "?"}: ${parameterText(place, schema)}`
  )
  return { text: members.join("; "), required: found.some(({ required }) => required) }
}

/** Numbers in a query are written as text by the client. */
const parameterText = (place: "path" | "query", schema: object): string => {
  const type = typeText(schema)
  return place === "query" && type === "string" ? "string | number | boolean" : type
}

const requestOf = (operation: Operation): Pick<ClientOperation, "request" | "isRequestOptional"> => {
  const path = parametersText(operation, "path")
  const query = parametersText(operation, "query")
  const { content, required = false } = operation.requestBody ?? {}
  const body = content?.["application/json"]?.schema
  const members = [
    ...(path.text === "" ? [] : [`readonly path: { ${path.text} }`]),
    ...(query.text === "" ? [] : [`readonly query${query.required ? "" : "?"}: { ${query.text} }`]),
    ...(body === undefined ? [] : [`readonly body${required ? "" : "?"}: ${typeText(body)}`])
  ]
  if (members.length === 0) return { request: undefined, isRequestOptional: true }
  return {
    request: `{ ${members.join("; ")} }`,
    isRequestOptional: members.every((member) => /^readonly (query|body)\?/.test(member))
  }
}

const answerOf = (operation: Operation): string => {
  const types = Object.entries(operation.responses)
    .filter(([status]) => status.startsWith("2"))
    .flatMap(([, response]) => {
      const contents = Object.entries(response.content ?? {})
      if (contents.length === 0) return ["null"]
      return contents.map(([mediaType, content]) =>
        mediaType === "text/event-stream" ? "AsyncIterable<ServerSentEvent>" : typeText(content?.schema)
      )
    })
  return [...new Set(types)].join(" | ")
}

const references = (schema: unknown): ReadonlyArray<string> => {
  if (!Predicate.isObject(schema)) return []
  const { $ref, anyOf }: JsonSchema = { ...schema }
  if (typeof $ref === "string") return [componentName($ref)]
  return Array.isArray(anyOf) ? anyOf.flatMap(references) : []
}

const errorsOf = (operation: Operation): ReadonlyArray<string> => {
  const found = Object.entries(operation.responses)
    .filter(([status]) => !status.startsWith("2"))
    .flatMap(([, { content }]) => Object.values(content ?? {}).flatMap((media) => references(media?.schema)))
  return [...new Set(found)].toSorted()
}

/** Every route of a document, in its order. */
export const clientOperations = (document: OpenApi.OpenAPISpec): ReadonlyArray<ClientOperation> =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method]
      if (operation === undefined) return []
      const [group = "", name = group] = operation.operationId.split(".")
      return [
        {
          group: name === group ? "" : group,
          name,
          method: method.toUpperCase(),
          path,
          ...requestOf(operation),
          answer: answerOf(operation),
          errors: errorsOf(operation)
        }
      ]
    })
  )
