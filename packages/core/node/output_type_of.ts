import type { OutputDeclaration, OutputType } from "./output_declaration.ts"

type DeclaredType = Pick<OutputDeclaration, "type" | "item">

const scalars = new Map<string, Exclude<OutputType, "array">>([
  ["string", "string"],
  ["secret", "string"],
  ["number", "number"],
  ["integer", "number"],
  ["float", "number"],
  ["boolean", "boolean"],
  ["object", "object"],
  ["file", "file"]
])

const arrayPattern = /^array(?:\[([a-z]+)\])?$/

/**
 * The declared type for a type name of a file (`value_type`, `output_type`), whatever its case: `Array[String]` is an
 * array of strings. `any` and unknown names are null: whatever it turns out to be.
 *
 * @example
 * ```ts
 * import { outputTypeOf } from "@flowglass/core"
 *
 * outputTypeOf("array[integer]") // => { type: "array", item: "number" }
 * outputTypeOf("any") // => { type: null }
 * ```
 */
export const outputTypeOf = (name: string): DeclaredType => {
  const lower = name.toLowerCase()
  const array = arrayPattern.exec(lower)
  if (array === null) return { type: scalars.get(lower) ?? null }
  const item = scalars.get(array[1] ?? "")
  return item === undefined ? { type: "array" } : { type: "array", item }
}
