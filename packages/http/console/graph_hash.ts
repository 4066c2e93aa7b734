import { createHash } from "node:crypto"
import { numberText } from "@flowglass/core"
import { Predicate } from "effect"

const beyondAscii = /[\u007f-\uffff]/

const text = (value: string): string => {
  const json = JSON.stringify(value)
  return beyondAscii.test(json)
    ? json.replaceAll(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    : json
}

/** JSON as Python writes it with sorted keys and nothing but ASCII. */
const pythonJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(", ")}]`
  if (typeof value === "string") return text(value)
  if (typeof value === "number" || typeof value === "bigint") return numberText(value) ?? "null"
  if (!Predicate.isObject(value)) return JSON.stringify(value ?? null)
  const members = Object.keys(value)
    .toSorted()
    .map((name) => `${text(name)}: ${pythonJson(value[name])}`)
  return `{${members.join(", ")}}`
}

/**
 * The hash by which clients say which draft they changed: Dify's, the SHA-256 of the graph's JSON in Python's form.
 * Features and variables do not count. The graph is JSON that came through the depth limit.
 */
export const graphHash = (graph: unknown): string =>
  createHash("sha256")
    .update(`${pythonJson({ graph })}None`)
    .digest("hex")
