import { plainJson } from "@flowglass/core"
import { isJsonSchema, type JsonSchema } from "./config_schema.ts"

/** One field of a config: `variables[].variable`, `model.provider`, `outputs.*.type`. */
export interface ConfigField {
  readonly name: string
  readonly type: string
  readonly required: boolean
  readonly description: string
}

/** The longest default that is shown, in characters; the fields inside a longer one have their own. */
const longestDefault = 40

/** How deep fields are listed. */
const deepest = 5

const branchesOf = (schema: JsonSchema): ReadonlyArray<JsonSchema> =>
  Array.isArray(schema.anyOf) ? schema.anyOf.filter(isJsonSchema) : [schema]

/** Reads the parts of one JSON Schema. */
class FieldReader {
  readonly #definitions: JsonSchema
  readonly fields = new Map<string, ConfigField>()

  constructor(root: JsonSchema) {
    this.#definitions = isJsonSchema(root.$defs) ? root.$defs : {}
  }

  /** The schema itself, or the one it refers to. */
  #resolve(schema: unknown): JsonSchema {
    if (!isJsonSchema(schema)) return {}
    if (typeof schema.$ref !== "string") return schema
    const found = this.#definitions[schema.$ref.replace(/^#\/\$defs\//, "")]
    return isJsonSchema(found) ? found : {}
  }

  #typeOf(schema: JsonSchema): string {
    const types = branchesOf(schema).map((branch) => this.#branchType(this.#resolve(branch)))
    // Null is what being left out looks like in many files; it is no type of its own.
    const told = types.filter((type) => type !== "null")
    return [...new Set(told.length === 0 ? types : told)].join(" | ")
  }

  #branchType(schema: JsonSchema): string {
    if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(" | ")
    if (schema.type !== "array") return typeof schema.type === "string" ? schema.type : "any"
    const item = this.#resolve(schema.items)
    return `array[${Array.isArray(item.anyOf) ? "any" : this.#branchType(item)}]`
  }

  /** Lists the fields inside a schema whose own name is `place`. */
  read(schema: JsonSchema, place: string, seen: ReadonlyArray<unknown> = []): void {
    if (seen.length >= deepest) return
    const branches = branchesOf(schema).map((branch) => this.#resolve(branch))
    const objects = branches.filter(({ type }) => type === "object")
    for (const branch of branches) {
      // What refers to itself is listed once.
      if (seen.includes(branch)) continue
      const inside = [...seen, branch]
      if (branch.type === "array") this.read(this.#resolve(branch.items), `${place}[]`, inside)
      if (branch.type !== "object") continue
      if (isJsonSchema(branch.additionalProperties)) this.read(branch.additionalProperties, `${place}.*`, inside)
      for (const [name, property] of Object.entries(isJsonSchema(branch.properties) ? branch.properties : {})) {
        const required = objects.every((one) => Array.isArray(one.required) && one.required.includes(name))
        this.#add(place === "" ? name : `${place}.${name}`, this.#resolve(property), required, inside)
      }
    }
  }

  #add(name: string, schema: JsonSchema, required: boolean, inside: ReadonlyArray<unknown>): void {
    const type = this.#typeOf(schema)
    const known = this.fields.get(name)
    const types = known === undefined || known.type === type ? type : `${known.type} | ${type}`
    const described = [schema, ...branchesOf(schema)].find(({ description }) => typeof description === "string")
    const fallback = "default" in schema && schema.default !== null ? plainJson(schema.default) : undefined
    const notes = [
      ...(described === undefined ? [] : [String(described.description)]),
      ...(fallback === undefined || fallback.length > longestDefault ? [] : [`default ${fallback}`])
    ]
    this.fields.set(name, { name, type: types, required, description: known?.description ?? notes.join("; ") })
    this.read(schema, name, inside)
  }
}

/** The fields of a config by its JSON Schema, inner ones after the one they belong to. */
export const configFields = (schema: JsonSchema): ReadonlyArray<ConfigField> => {
  const reader = new FieldReader(schema)
  reader.read(schema, "")
  return [...reader.fields.values()]
}
