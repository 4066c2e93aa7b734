import { Result, Schema } from "effect"
import { Condition, LogicalOperator } from "../condition/condition.ts"
import { evaluateConditions } from "../condition/evaluate_conditions.ts"
import { conditionSelectors } from "../condition/mod.ts"
import { conditionErrors } from "../error/condition_errors.ts"
import { LoopVariableInvalid } from "../error/container_errors.ts"
import type { Value, ValueObject } from "../value/value.ts"
import { emptyObject, objectFrom } from "../value/value_object.ts"
import type { VariableReader } from "../value/variable_pool.ts"
import { orDefault } from "./config/or_default.ts"
import { PlainInteger } from "./config/plain_number.ts"
import type { ContainerProgress, ContainerStep } from "./container.ts"
import { defineNode } from "./define_node.ts"
import { LoopVariable, loopVariableValue } from "./loop/loop_variable.ts"
import type { NodeContext } from "./node_context.ts"
import { NodeFailure } from "./node_failure.ts"
import { outputTypeOf } from "./output_type_of.ts"

const LoopConfig = Schema.Struct({
  start_node_id: orDefault(Schema.String, ""),
  loop_count: PlainInteger.check(Schema.isGreaterThanOrEqualTo(1)),
  break_conditions: orDefault(Schema.Array(Condition), []),
  logical_operator: orDefault(LogicalOperator, "and"),
  loop_variables: orDefault(Schema.Array(LoopVariable), [])
})

type LoopConfig = typeof LoopConfig.Type

const labelsOf = (config: LoopConfig, id: string, variables: VariableReader): ValueObject =>
  objectFrom(
    config.loop_variables.flatMap(({ label }): ReadonlyArray<readonly [string, Value]> => {
      const value = variables.get([id, label])
      return value === undefined ? [] : [[label, value]]
    })
  )

const breaks = (config: LoopConfig, variables: VariableReader) =>
  config.break_conditions.length === 0
    ? Result.succeed(false)
    : Result.map(
        evaluateConditions(config.break_conditions, config.logical_operator, variables),
        (report) => report.holds
      )

const byRound = (progress: ContainerProgress, read: (round: number) => Value): ValueObject =>
  objectFrom(progress.rounds.map((_, round): readonly [string, Value] => [String(round), read(round)]))

/** What is kept of a loop beside its outputs. */
const metadataOf = (progress: ContainerProgress, reason: "loop_break" | "loop_completed" | "error"): ValueObject => ({
  steps: progress.started === 0 ? 0 : progress.opening.length,
  completed_reason: reason,
  loop_duration_map: byRound(progress, (round) => (progress.rounds[round]?.elapsed ?? 0) / 1000),
  loop_variable_map: byRound(progress, (round) => progress.rounds[round]?.result ?? null)
})

const failed = (progress: ContainerProgress, error: NodeFailure["error"], type: string): NodeFailure =>
  new NodeFailure(error, { inputs: progress.opening.inputs, metadata: metadataOf(progress, "error"), type })

const ended = (progress: ContainerProgress, reason: "loop_break" | "loop_completed"): ContainerStep => {
  const last = progress.rounds.at(-1)
  const outputs = last === undefined ? emptyObject() : { ...last.result, loop_round: progress.started }
  return { inputs: progress.opening.inputs, outputs, metadata: metadataOf(progress, reason) }
}

const next = (config: LoopConfig, progress: ContainerProgress, variables: VariableReader): ContainerStep => {
  const last = progress.rounds.at(-1)
  if (progress.active > 0) return "wait"
  if (last?.error !== undefined) return failed(progress, last.error, last.error.type)
  if (last?.ended === true) return ended(progress, "loop_break")
  const done = breaks(config, variables)
  // Before the first round a condition may speak of nodes that have not run yet: that is no failure.
  if (Result.isFailure(done) && last !== undefined) return failed(progress, done.failure, "WorkflowNodeError")
  if (Result.isSuccess(done) && done.success) return ended(progress, "loop_break")
  return progress.started < config.loop_count ? "round" : ended(progress, "loop_completed")
}

const open = (config: LoopConfig, context: NodeContext) => {
  const variables = emptyObject()
  for (const variable of config.loop_variables) {
    const value = loopVariableValue(variable, context.variables)
    if (Result.isFailure(value)) return new NodeFailure(value.failure, { type: "WorkflowNodeError" })
    variables[variable.label] = value.success
  }
  return { inputs: { loop_count: config.loop_count, ...variables }, length: config.loop_count, variables }
}

/**
 * Runs the nodes inside it again and again (Dify's `loop`): until its conditions hold, which are tested before the
 * first round and after each, until a loop-end node runs, or for as many rounds as it says.
 */
export const loop = defineNode({
  type: "loop",
  version: "1",
  kind: "container",
  summary: "Runs nodes again and again until a condition holds.",
  config: LoopConfig,
  outputs: (config) => [
    ...config.loop_variables.map((variable) => ({
      name: variable.label,
      ...outputTypeOf(variable.var_type),
      required: false
    })),
    { name: "loop_round", type: "number", required: false }
  ],
  selectors: (config) => [...conditionSelectors(config.break_conditions)],
  errors: [LoopVariableInvalid, ...conditionErrors],
  example: {
    config: {
      loop_count: 3,
      start_node_id: "",
      loop_variables: [{ label: "names", var_type: "array[string]", value_type: "constant", value: '["Ada"]' }]
    },
    outputs: { names: ["Ada"], loop_round: 3 }
  },
  container: {
    kind: "loop",
    inside: (config) => config.start_node_id,
    open,
    roundVariables: () => emptyObject(),
    roundResult: (config, variables, id) => labelsOf(config, id, variables),
    next
  },
  run: () => ({ outputs: {} })
})
