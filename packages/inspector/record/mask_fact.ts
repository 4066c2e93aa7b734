import type { ErrorData, Fact, Value, ValueObject } from "@flowglass/core"
import { isValueObject } from "@flowglass/core"

type Mask = (value: Value) => Value

const fields = (mask: Mask, values: ValueObject): ValueObject => {
  const masked = mask(values)
  return isValueObject(masked) ? masked : values
}

const text = (mask: Mask, value: string): string => {
  const masked = mask(value)
  return typeof masked === "string" ? masked : value
}

const error = (mask: Mask, data: ErrorData | undefined): ErrorData | undefined =>
  data === undefined ? undefined : { ...data, message: text(mask, data.message) }

/** A fact without secrets, for files that leave the machine. Every place a value or text can stand in is masked. */
export const maskFact = (fact: Fact, mask: Mask): Fact => {
  switch (fact.kind) {
    case "run_accepted":
      return {
        ...fact,
        inputs: fields(mask, fact.inputs),
        system: fields(mask, fact.system),
        environment: fields(mask, fact.environment),
        conversation: fields(mask, fact.conversation),
        mocks: Object.fromEntries(Object.entries(fact.mocks).map(([target, mock]) => [target, fields(mask, mock)]))
      }
    case "node_text":
      return { ...fact, text: text(mask, fact.text) }
    case "node_log":
      return { ...fact, data: fields(mask, fact.data) }
    case "node_retried":
      return {
        ...fact,
        error: { ...fact.error, message: text(mask, fact.error.message) },
        inputs: fields(mask, fact.inputs),
        processData: fields(mask, fact.processData)
      }
    case "node_finished":
      return {
        ...fact,
        inputs: fields(mask, fact.inputs),
        processData: fields(mask, fact.processData),
        outputs: fields(mask, fact.outputs),
        metadata: fields(mask, fact.metadata),
        error: error(mask, fact.error),
        updates: fact.updates?.map((update) => ({ ...update, value: mask(update.value) }))
      }
    case "node_paused":
      return { ...fact, reason: fields(mask, fact.reason) }
    case "frame_started":
      return { ...fact, variables: fields(mask, fact.variables) }
    case "frame_finished":
      return { ...fact, outputs: fields(mask, fact.outputs), error: error(mask, fact.error) }
    case "run_paused":
      return { ...fact, reasons: fact.reasons.map((reason) => fields(mask, reason)) }
    case "run_resumed":
      return { ...fact, answers: fields(mask, fact.answers) }
    case "run_ending":
      return { ...fact, error: { ...fact.error, message: text(mask, fact.error.message) } }
    case "run_finished":
      return { ...fact, outputs: fields(mask, fact.outputs), error: error(mask, fact.error) }
    default:
      return fact
  }
}
