import { type Schema, SchemaIssue } from "effect"

const format = SchemaIssue.makeFormatterStandardSchemaV1()

const keyOf = (segment: PropertyKey | { readonly key: PropertyKey }): PropertyKey =>
  typeof segment === "object" ? segment.key : segment

/** Where a key stands in the file: facts and their times are apart there. */
const pointerOf = (path: ReadonlyArray<PropertyKey>): string => {
  const keys = path.map((key) => String(key).replaceAll("~", "~0").replaceAll("/", "~1"))
  const isTime = keys[0] === "facts" && keys.length === 3 && ["at", "epoch", "elapsed"].includes(keys[2] ?? "")
  return (isTime ? ["times", keys[1]] : keys).map((key) => `/${key}`).join("")
}

/** How much of a schema's complaint a sentence repeats. */
const longestComplaint = 300

const inWords = (complaint: string): string =>
  // All that could stand there, field by field, is no sentence.
  complaint.startsWith("Expected {")
    ? "expected something of another kind"
    : `${complaint.charAt(0).toLowerCase()}${complaint.slice(1, longestComplaint)}`

/** Which field of a record is damaged, and what it should be, as half a sentence: `/graph/nodes/2/type: expected string`. */
export const damagedField = ({ issue }: Schema.SchemaError): string => {
  const [first] = format(issue).issues
  const pointer = pointerOf((first?.path ?? []).map(keyOf))
  return `${pointer === "" ? "/" : pointer}: ${inWords(first?.message ?? issue._tag)}`
}
