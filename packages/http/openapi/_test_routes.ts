import { Predicate, type Schema } from "effect"
import { HttpApi, OpenApi } from "effect/http-api"
import { KeyHolder } from "../auth/key_holder.ts"
import { SignedIn } from "../auth/signed_in.ts"
import { FlowglassApi } from "./flowglass_api.ts"

/** A route as its API declares it. */
export interface DeclaredRoute {
  /** `group.endpoint`, with `v1.` before those of the service API. */
  readonly name: string
  readonly method: string
  /** Parameters as `:name`. */
  readonly path: string
  readonly parameters: ReadonlyArray<string>
  readonly queryNames: ReadonlyArray<string>
  /** The names of ids in its query and in its body. */
  readonly queryIds: ReadonlyArray<string>
  readonly bodyIds: ReadonlyArray<string>
  readonly hasBody: boolean
  /** Who may ask. */
  readonly guard: "session" | "key" | "none"
  /** The codes of its answers in the OpenAPI document, with their statuses. */
  readonly codes: ReadonlyMap<string, number>
  /** The statuses of what it answers when it carries a request out. */
  readonly successes: ReadonlySet<number>
  /** What these answers are, by status; streams are not among them. */
  readonly bodies: ReadonlyMap<number, ReadonlyArray<Schema.Constraint>>
}

const document = OpenApi.fromApi(FlowglassApi)

const inside = (data: unknown, ...names: ReadonlyArray<string>): unknown =>
  names.reduce((found, name) => (Predicate.hasProperty(found, name) ? found[name] : undefined), data)

/** The codes of a schema; the refusal of a refresh is the one error without. */
const codesOf = (schema: unknown): ReadonlyArray<string> => {
  const alternatives = inside(schema, "anyOf")
  if (Array.isArray(alternatives)) return alternatives.flatMap(codesOf)
  const component = String(inside(schema, "$ref") ?? "").replace(/^.*\//, "")
  const codes = inside(document.components.schemas[component], "properties", "code", "enum")
  return Array.isArray(codes) ? codes.map(String) : []
}

const declaredCodes = (operation: unknown): ReadonlyMap<string, number> => {
  const responses = inside(operation, "responses")
  const codes = Object.entries(Predicate.isObject(responses) ? responses : {}).flatMap(([status, response]) =>
    codesOf(inside(response, "content", "application/json", "schema")).map((code) => [code, Number(status)] as const)
  )
  return new Map(codes.filter(([, status]) => status >= 400))
}

const declaredSuccesses = (operation: unknown): ReadonlySet<number> => {
  const responses = inside(operation, "responses")
  const statuses = Object.keys(Predicate.isObject(responses) ? responses : {}).map(Number)
  return new Set(statuses.filter((status) => status < 400))
}

const operationOf = (method: string, path: string): unknown =>
  inside(document.paths, path.replaceAll(/:(\w+)/g, "{$1}"), method.toLowerCase())

const isId = (name: string): boolean => /(^|_)ids?$/.test(name)

const queryNames = (operation: unknown): ReadonlyArray<string> => {
  const parameters = inside(operation, "parameters")
  const ofQuery = Array.isArray(parameters) ? parameters.filter((one) => inside(one, "in") === "query") : []
  return ofQuery.map((one) => String(inside(one, "name")))
}

const bodyIds = (operation: unknown): ReadonlyArray<string> => {
  const schema = inside(operation, "requestBody", "content", "application/json", "schema")
  const component = String(inside(schema, "$ref") ?? "").replace(/^.*\//, "")
  const properties = inside(component === "" ? schema : document.components.schemas[component], "properties")
  return Object.keys(Predicate.isObject(properties) ? properties : {}).filter(isId)
}

const routes: Array<DeclaredRoute> = []
HttpApi.reflect(FlowglassApi, {
  onGroup: () => {},
  onEndpoint: ({ group, endpoint, middleware, successes }) => {
    const { identifier, method, path } = endpoint
    const operation = operationOf(method, path)
    const guards = new Set([...middleware].map(({ key }) => key))
    routes.push({
      name: `${path.startsWith("/v1") ? "v1." : ""}${group.identifier}.${identifier}`,
      method,
      path,
      parameters: [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => name),
      hasBody: endpoint.payload.size > 0,
      guard: guards.has(SignedIn.key) ? "session" : guards.has(KeyHolder.key) ? "key" : "none",
      codes: declaredCodes(operation),
      successes: declaredSuccesses(operation),
      bodies: successes,
      queryNames: queryNames(operation),
      queryIds: queryNames(operation).filter(isId),
      bodyIds: bodyIds(operation)
    })
  }
})

/** Every route of the server that a schema describes. */
export const declaredRoutes: ReadonlyArray<DeclaredRoute> = routes
