import { type ErrorData, type Fact, obfuscateSecret, objectFrom, type RunAccepted, textOf } from "@flowglass/core"
import type { RunMask } from "../secret/run_mask.ts"

const maskError = (mask: RunMask, error: ErrorData): ErrorData => ({
  ...error,
  type: mask.text(error.type),
  message: mask.text(error.message)
})

const maskAccepted = (fact: RunAccepted, mask: RunMask, secretNames: ReadonlyArray<string>): RunAccepted => {
  const environment = Object.entries(mask.fields(fact.environment)).map(
    // A secret that is no text is one all the same.
    ([name, value]) =>
      [name, secretNames.includes(name) && typeof value !== "string" ? obfuscateSecret(textOf(value)) : value] as const
  )
  return {
    ...fact,
    inputs: mask.fields(fact.inputs),
    system: mask.fields(fact.system),
    environment: objectFrom(environment),
    conversation: mask.fields(fact.conversation),
    mocks: Object.fromEntries(Object.entries(fact.mocks).map(([target, mock]) => [target, mask.fields(mock)]))
  }
}

/** A fact without secrets, for files that leave the machine. Every place a value or text can stand in is masked. */
export const maskFact = (fact: Fact, mask: RunMask, secretNames: ReadonlyArray<string>): Fact => {
  switch (fact.kind) {
    case "run_accepted":
      return maskAccepted(fact, mask, secretNames)
    case "node_started":
      return fact
    case "node_text":
      return { ...fact, text: mask.text(fact.text) }
    case "node_log":
      return { ...fact, data: mask.fields(fact.data) }
    case "node_retried":
      return {
        ...fact,
        error: maskError(mask, fact.error),
        inputs: mask.fields(fact.inputs),
        processData: mask.fields(fact.processData)
      }
    case "node_finished":
      return {
        ...fact,
        inputs: mask.fields(fact.inputs),
        processData: mask.fields(fact.processData),
        outputs: mask.fields(fact.outputs),
        metadata: mask.fields(fact.metadata),
        error: fact.error && maskError(mask, fact.error),
        updates: fact.updates?.map((update) => ({ ...update, value: mask.value(update.value) }))
      }
    case "node_paused":
      return { ...fact, reason: mask.fields(fact.reason) }
    case "container_started":
      return {
        ...fact,
        inputs: mask.fields(fact.inputs),
        variables: fact.variables && mask.fields(fact.variables)
      }
    case "frame_started":
      return { ...fact, variables: mask.fields(fact.variables) }
    case "frame_finished":
      return { ...fact, result: mask.fields(fact.result), error: fact.error && maskError(mask, fact.error) }
    case "run_paused":
      return { ...fact, reasons: fact.reasons.map((reason) => mask.fields(reason)) }
    case "node_resumed":
      return { ...fact, values: mask.fields(fact.values) }
    case "run_resumed":
      return fact
    case "run_ending":
      return { ...fact, error: maskError(mask, fact.error) }
    case "run_finished":
      return { ...fact, outputs: mask.fields(fact.outputs), error: fact.error && maskError(mask, fact.error) }
  }
}
