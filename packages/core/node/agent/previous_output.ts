import { Result } from "effect"
import { InvalidPreviousNodeOutputRef, MissingPreviousNodeOutput } from "../../error/agent_errors.ts"
import { jsonText } from "../../value/json_text.ts"
import type { Selector } from "../../value/selector.ts"
import type { Value } from "../../value/value.ts"
import type { VariableReader } from "../../value/variable_pool.ts"
import { shortened } from "./shortened.ts"

/** A reference to an output of an earlier node: an open object, written by several versions of the builder. */
export type PreviousOutputRef = { readonly [name: string]: unknown }

/** How many characters of an earlier output the agent is shown. */
export const previousOutputLength = 2000

const own = (ref: PreviousOutputRef, name: string): unknown => (Object.hasOwn(ref, name) ? ref[name] : undefined)

const isSelector = (given: unknown): given is ReadonlyArray<string> =>
  Array.isArray(given) && given.length > 0 && given.every((part) => typeof part === "string")

/** The variable that a reference names, in any of its spellings; undefined when it names none. */
export const previousOutputSelector = (ref: PreviousOutputRef): Selector | undefined => {
  const whole = ["selector", "variable_selector", "value_selector"].map((name) => own(ref, name)).find(isSelector)
  if (whole !== undefined) return whole
  const nodeId = own(ref, "node_id")
  const output = ["output", "name", "variable", "key"]
    .map((name) => own(ref, name))
    .find((given) => typeof given === "string" && given !== "")
  return typeof nodeId === "string" && nodeId !== "" && typeof output === "string" ? [nodeId, output] : undefined
}

const shown = (value: Value): string =>
  shortened(typeof value === "string" ? value : jsonText(value), previousOutputLength)

/** An earlier output as the agent reads it: its name and its text, cut at 2000 characters. */
export const previousOutputText = (
  ref: PreviousOutputRef,
  variables: VariableReader
): Result.Result<string, InvalidPreviousNodeOutputRef | MissingPreviousNodeOutput> => {
  const selector = previousOutputSelector(ref)
  if (selector === undefined) {
    const keys = shortened(Object.keys(ref).join(", ")) || "none"
    const message = `A reference to an earlier output names no variable (its keys: ${keys}).`
    return Result.fail(new InvalidPreviousNodeOutputRef({ message }))
  }
  const value = variables.get(selector)
  if (value === undefined) {
    const message = `The earlier output ${selector.join(".")} is not there.`
    return Result.fail(new MissingPreviousNodeOutput({ message }))
  }
  return Result.succeed(`${selector.join(".")}:\n${shown(value)}`)
}
