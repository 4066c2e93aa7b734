import { Schema } from "effect"
import { IteratorInvalid, IteratorNotFound } from "../error/container_errors.ts"
import { pythonRepr } from "../value/python_text.ts"
import type { Value, ValueArray } from "../value/value.ts"
import { isValueArray, objectFrom, property } from "../value/value_object.ts"
import { orDefault } from "./config/or_default.ts"
import { PlainBoolean } from "./config/plain_boolean.ts"
import { PlainNumber } from "./config/plain_number.ts"
import { SelectorList } from "./config/selector.ts"
import type { ContainerOpening, ContainerProgress, ContainerStep } from "./container.ts"
import { defineNode } from "./define_node.ts"
import { NodeFailure } from "./node_failure.ts"
import type { NodeResult } from "./node_result.ts"

const ErrorMode = Schema.Literals(["terminated", "continue-on-error", "remove-abnormal-output"])

const IterationConfig = Schema.Struct({
  start_node_id: orDefault(Schema.String.annotate({ description: "The iteration-start inside" }), ""),
  iterator_selector: orDefault(SelectorList.annotate({ description: "The list: [node id, output]" }), []),
  output_selector: orDefault(SelectorList.annotate({ description: "What each round gives: [node id, output]" }), []),
  is_parallel: orDefault(PlainBoolean, false),
  parallel_nums: orDefault(PlainNumber.check(Schema.isGreaterThanOrEqualTo(1)), 10),
  error_handle_mode: orDefault(ErrorMode, "terminated"),
  flatten_output: orDefault(PlainBoolean, true)
})

type IterationConfig = typeof IterationConfig.Type

const itemsOf = (opening: ContainerOpening): ValueArray => {
  const items = property(opening.inputs, "iterator_selector") ?? null
  return isValueArray(items) ? items : []
}

/** Lists of lists become one list, when every item that is there is a list. */
const flatten = (values: ValueArray): ValueArray => {
  const present = values.filter((value) => value !== null)
  return present.length > 0 && present.every(isValueArray) ? present.flat() : values
}

/** What rounds so far came to, in the order of the items. */
const collected = (config: IterationConfig, progress: ContainerProgress): ValueArray => {
  const values = progress.rounds.flatMap((round): ValueArray => {
    if (round === undefined) return []
    if (round.error === undefined) return [property(round.result, "output") ?? null]
    return config.error_handle_mode === "continue-on-error" ? [null] : []
  })
  return config.flatten_output ? flatten(values) : values
}

const durations = (progress: ContainerProgress): Value =>
  objectFrom(
    progress.rounds.flatMap((round) => (round === undefined ? [] : [[String(round.round), round.elapsed / 1000]]))
  )

const resultOf = (config: IterationConfig, progress: ContainerProgress): NodeResult => ({
  inputs: progress.opening.inputs,
  outputs: { output: collected(config, progress) },
  metadata: { steps: progress.opening.length, iteration_duration_map: durations(progress) }
})

const next = (config: IterationConfig, progress: ContainerProgress): ContainerStep => {
  const { opening, started, active, failed } = progress
  const isTerminated = failed !== undefined && config.error_handle_mode === "terminated"
  const width = config.is_parallel ? config.parallel_nums : 1
  if (!isTerminated && started < opening.length) return active < width ? "round" : "wait"
  if (active > 0) return "wait"
  const result = resultOf(config, progress)
  return isTerminated && failed?.error !== undefined
    ? new NodeFailure(failed.error, { ...result, type: failed.error.type })
    : result
}

/**
 * Runs the nodes inside it once for each item of a list (Dify's `iteration`): one after another or several at a time.
 * Results keep the order of the items; a failed item ends it, counts as null, or is left out.
 */
export const iteration = defineNode({
  type: "iteration",
  version: "1",
  kind: "container",
  summary: "Runs nodes once for each item of a list.",
  config: IterationConfig,
  outputs: () => [{ name: "output", type: "array", required: true }],
  selectors: (config) => (config.iterator_selector.length > 0 ? [config.iterator_selector] : []),
  errors: [IteratorNotFound, IteratorInvalid],
  example: {
    config: { start_node_id: "", iterator_selector: ["start", "items"], output_selector: ["iteration", "item"] },
    variables: { start: { items: ["a", "b"] } },
    outputs: { output: ["a", "b"] }
  },
  container: {
    kind: "iteration",
    inside: (config) => config.start_node_id,
    open: (config, context) => {
      const items = context.variables.get(config.iterator_selector)
      if (items === undefined) {
        const message = `iterator variable ${pythonRepr(config.iterator_selector)} not found`
        return new NodeFailure(new IteratorNotFound({ message }), { type: "WorkflowNodeError" })
      }
      if (items !== null && !isValueArray(items)) {
        const message = `invalid iterator value: ${pythonRepr(items)}, please provide a list.`
        return new NodeFailure(new IteratorInvalid({ message }), { type: "WorkflowNodeError" })
      }
      return { inputs: { iterator_selector: items ?? [] }, length: items?.length ?? 0 }
    },
    roundVariables: (_config, opening, round) => ({ item: itemsOf(opening)[round] ?? null, index: round }),
    roundResult: (config, variables) => ({ output: variables.get(config.output_selector) ?? null }),
    next
  },
  run: () => ({ outputs: { output: [] } })
})
