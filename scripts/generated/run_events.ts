// Sections "events" and "event fields": what a consumer of a run can see, from the schema of events.
import { Schema, SchemaAST } from "effect"
import { RunEvent } from "../../packages/core/run/run_event.ts"
import { anyEdge, anyEvent, anyNode } from "../../packages/core/run/run_event_fields.ts"
import { markdownTable } from "./markdown_table.ts"

interface DescribedEvent {
  readonly name: string
  readonly description: string
  readonly fields: Schema.Struct.Fields
}

const events: ReadonlyArray<DescribedEvent> = RunEvent.members.map((member) => ({
  name: member.fields.event.literal,
  description: SchemaAST.resolveDescription(member.ast) ?? "",
  fields: member.fields
}))

/** What the events of one kind have in common. */
interface EventKind {
  readonly title: string
  readonly shared: Schema.Struct.Fields
  readonly includes: (fields: Schema.Struct.Fields) => boolean
}

const hasAll = (fields: Schema.Struct.Fields, names: Schema.Struct.Fields): boolean =>
  Object.keys(names).every((name) => Object.hasOwn(fields, name))

const kinds: ReadonlyArray<EventKind> = [
  { title: "Runs", shared: anyEvent, includes: (fields) => !hasAll(fields, anyNode) && !hasAll(fields, anyEdge) },
  { title: "Nodes", shared: anyNode, includes: (fields) => hasAll(fields, anyNode) },
  { title: "Edges", shared: anyEdge, includes: (fields) => hasAll(fields, anyEdge) }
]

const names = (fields: ReadonlyArray<string>): string => fields.map((name) => `\`${name}\``).join(", ")

const isOptional = (schema: Schema.Constraint): boolean => schema.ast.context?.isOptional === true

const ownFields = ({ fields }: DescribedEvent, { shared }: EventKind): string =>
  Object.entries(fields)
    .filter(([name]) => name !== "event" && !Object.hasOwn(shared, name))
    .map(([name, schema]) => (isOptional(schema) ? `\`${name}\` (optional)` : `\`${name}\``))
    .join(", ")

/** All events, by what they are about. */
export const runEvents = (): string =>
  kinds
    .flatMap((kind) => {
      const rows = events
        .filter(({ fields }) => kind.includes(fields))
        .map((event) => [`\`${event.name}\``, event.description, ownFields(event, kind)])
      const shared = `Each has ${names(["event", ...Object.keys(kind.shared)])}, and:`
      return [`## ${kind.title}`, shared, markdownTable(["event", "meaning", "fields"], rows)]
    })
    .join("\n\n")

const typeOf = (schema: Schema.Constraint): string => {
  const { schema: json, definitions } = Schema.toJsonSchemaDocument(schema)
  if (json.type === undefined || Object.keys(definitions).length > 0) return "any"
  return String(json.type)
}

const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1)

/** All fields of events, each once, with what they mean in different events. */
export const eventFields = (): string => {
  const found = new Map<string, { readonly type: string; readonly meanings: Set<string> }>()
  for (const fields of [anyEvent, anyNode, ...events.map((event) => event.fields)]) {
    for (const [name, schema] of Object.entries(fields)) {
      const known = found.get(name) ?? { type: typeOf(schema), meanings: new Set() }
      known.meanings.add(SchemaAST.resolveDescription(schema.ast) ?? "")
      if (name !== "event") found.set(name, known)
    }
  }
  const rows = Array.from(found, ([name, { type, meanings }]) => {
    const [first = "", ...others] = meanings
    return [`\`${name}\``, type, [first, ...others.map(lowerFirst)].join("; ")]
  })
  return markdownTable(["field", "type", "meaning"], [["`event`", "string", "The name of the event"], ...rows])
}
