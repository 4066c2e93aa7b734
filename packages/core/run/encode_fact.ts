import { Result, Schema } from "effect"
import { encodeValue } from "../value/encode_value.ts"
import { FileValue } from "../value/file_value.ts"
import { Float, type Value, type ValueObject } from "../value/value.ts"
import { isValueArray } from "../value/value_object.ts"
import { Fact, type RunAccepted } from "./fact.ts"

const encodeBySchema = Schema.encodeSync(Fact)
const decodeBySchema = Schema.decodeUnknownResult(Fact)

/** Whether JSON itself holds the value without loss. Most values are so; to find out is quicker than to copy them. */
const isPlain = (value: Value): boolean => {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0)
  if (typeof value === "bigint" || value instanceof Float || value instanceof FileValue) return false
  if (isValueArray(value)) return value.every(isPlain)
  for (const name of Object.keys(value)) {
    if (name.startsWith("$") || !isPlain(value[name] ?? null)) return false
  }
  return true
}

const encode = (value: Value): unknown => (isPlain(value) ? value : encodeValue(value))

/** An object of values by name; its own names are no marks. */
const fields = (object: ValueObject): unknown => {
  let encoded: Record<string, unknown> | undefined
  for (const name of Object.keys(object)) {
    const value = object[name] ?? null
    if (isPlain(value)) continue
    // The copy has no prototype: every name is only data.
    encoded ??= Object.assign(Object.create(null), object)
    if (encoded !== undefined) encoded[name] = encodeValue(value)
  }
  return encoded ?? object
}

const nothing: ValueObject = Object.create(null)

/** What can be large does not go through the schema. */
const accepted = (fact: RunAccepted): object => ({
  ...encodeBySchema({ ...fact, inputs: nothing, conversation: nothing }),
  inputs: fields(fact.inputs),
  conversation: fields(fact.conversation)
})

/** A fact as data: its JSON text is the same that the schema writes, but made several times faster. */
export const encodedFact = (fact: Fact): object => {
  switch (fact.kind) {
    case "run_accepted":
      return accepted(fact)
    case "node_log":
      return { ...fact, data: fields(fact.data) }
    case "node_retried":
      return { ...fact, inputs: fields(fact.inputs), processData: fields(fact.processData) }
    case "node_finished":
      return {
        ...fact,
        inputs: fields(fact.inputs),
        processData: fields(fact.processData),
        outputs: fields(fact.outputs),
        metadata: fields(fact.metadata),
        updates: fact.updates?.map((update) => ({ ...update, value: encode(update.value) }))
      }
    case "node_paused":
      return { ...fact, reason: fields(fact.reason) }
    case "node_resumed":
      return { ...fact, values: fields(fact.values) }
    case "container_started":
      return { ...fact, inputs: fields(fact.inputs), variables: fact.variables && fields(fact.variables) }
    case "frame_started":
      return { ...fact, variables: fields(fact.variables) }
    case "frame_finished":
      return { ...fact, result: fields(fact.result) }
    case "run_paused":
      return { ...fact, reasons: fact.reasons.map(fields) }
    case "run_finished":
      return { ...fact, outputs: fields(fact.outputs) }
    default:
      return fact
  }
}

/**
 * A fact as JSON text without loss. The text is well-formed whatever the fact holds. Throws when it would be longer than
 * a string can be.
 */
export const encodeFact = (fact: Fact): string => JSON.stringify(encodedFact(fact))

/** The fact that `encodeFact` wrote; a sentence when it is none. */
export const decodeFact = (data: unknown): Result.Result<Fact, string> =>
  Result.mapError(decodeBySchema(data), ({ message }) => message.slice(0, 500))
