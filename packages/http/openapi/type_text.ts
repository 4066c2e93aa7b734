import { Predicate } from "effect"

/** A JSON schema as OpenAPI documents carry it. */
export interface JsonSchema {
  readonly [keyword: string]: unknown
}

const isSchema = (schema: unknown): schema is JsonSchema => Predicate.isObject(schema)

const isName = (name: string): boolean => /^[A-Za-z_$][\w$]*$/.test(name)

/** A name as a key of an object type. */
export const keyText = (name: string): string => (isName(name) ? name : JSON.stringify(name))

/** The type that a reference to a component has in the generated file. */
export const componentName = (reference: string): string =>
  reference
    .replace(/^.*\//, "")
    .replace(/Encoded$/, "")
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("")

const union = (types: ReadonlyArray<string>): string => {
  const distinct = [...new Set(types)]
  return distinct.includes("unknown") ? "unknown" : distinct.join(" | ")
}

const grouped = (type: string): string => (type.includes(" | ") || type.includes(" & ") ? `(${type})` : type)

const objectText = (schema: JsonSchema): string => {
  const required = new Set(Array.isArray(schema.required) ? schema.required : [])
  const properties = isSchema(schema.properties) ? Object.entries(schema.properties) : []
  const members = properties.map(
    ([name, member]) => `readonly ${keyText(name)}${required.has(name) ? "" : "?"}: ${typeText(member)}`
  )
  const others = schema.additionalProperties
  if (members.length === 0) {
    if (others === false) return "Record<string, never>"
    return `{ readonly [name: string]: ${isSchema(others) ? typeText(others) : "unknown"} }`
  }
  return `{ ${members.join("; ")} }`
}

const namedText = (type: unknown, schema: JsonSchema): string => {
  switch (type) {
    case "string":
    case "boolean":
    case "null":
      return type
    case "number":
    case "integer":
      return "number"
    case "array":
      return Array.isArray(schema.prefixItems)
        ? `readonly [${schema.prefixItems.map(typeText).join(", ")}]`
        : `ReadonlyArray<${typeText(schema.items)}>`
    case "object":
      return objectText(schema)
    default:
      return "unknown"
  }
}

/** A JSON schema as a TypeScript type on one line. What cannot be said in a type is `unknown`. */
export const typeText = (schema: unknown): string => {
  if (!isSchema(schema)) return "unknown"
  if (typeof schema.$ref === "string") return componentName(schema.$ref)
  if (Array.isArray(schema.enum)) return union(schema.enum.map((value) => JSON.stringify(value)))
  if ("const" in schema) return JSON.stringify(schema.const)
  const alternatives = schema.anyOf ?? schema.oneOf
  if (Array.isArray(alternatives)) return union(alternatives.map(typeText))
  const parts = Array.isArray(schema.allOf) ? schema.allOf.map(typeText).filter((type) => type !== "unknown") : []
  const own = Array.isArray(schema.type)
    ? union(schema.type.map((type) => namedText(type, schema)))
    : namedText(schema.type, schema)
  if (parts.length === 0) return own
  return own === "unknown" ? parts.map(grouped).join(" & ") : [own, ...parts].map(grouped).join(" & ")
}
