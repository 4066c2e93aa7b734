import { Result, Schema } from "effect"
import { Condition, LogicalOperator } from "../condition/condition.ts"
import { conditionSelectors } from "../condition/condition_selectors.ts"
import { evaluateConditions } from "../condition/evaluate_conditions.ts"
import { conditionErrors } from "../error/condition_errors.ts"
import type { Value, ValueObject } from "../value/value.ts"
import { property } from "../value/value_object.ts"
import { orDefault } from "./config/or_default.ts"
import { defineNode } from "./define_node.ts"
import type { NodeContext } from "./node_context.ts"
import { NodeFailure } from "./node_failure.ts"
import type { NodeResult } from "./node_result.ts"

const Case = Schema.Struct({
  case_id: Schema.String,
  logical_operator: orDefault(LogicalOperator, "and"),
  conditions: orDefault(Schema.Array(Condition), [])
})

type Case = typeof Case.Type

const Config = Schema.Struct({
  /** Null or absent in old files, which have one unnamed case. */
  cases: orDefault(Schema.NullOr(Schema.Array(Case)), null),
  logical_operator: orDefault(LogicalOperator, "and"),
  conditions: orDefault(Schema.Array(Condition), [])
})

type Config = typeof Config.Type

/** The handle taken when no case matches. */
const otherwise = "false"

const casesOf = (config: Config): ReadonlyArray<Case> =>
  config.cases ?? [{ case_id: "true", logical_operator: config.logical_operator, conditions: config.conditions }]

const handlesOf = (config: Config): ReadonlyArray<string> => [
  ...new Set([...casesOf(config).map((one) => one.case_id), otherwise])
]

const run = (config: Config, { variables }: NodeContext): NodeResult | NodeFailure => {
  const condition_results: Array<Value> = []
  let conditions: ReadonlyArray<Value> = []
  for (const one of casesOf(config)) {
    const evaluated = evaluateConditions(one.conditions, one.logical_operator, variables)
    if (Result.isFailure(evaluated)) {
      return new NodeFailure(evaluated.failure, {
        type: "",
        inputs: { conditions: [] },
        processData: { condition_results }
      })
    }
    const { inputs, results, holds } = evaluated.success
    conditions = inputs
    condition_results.push({ group: config.cases === null ? "default" : one, results, final_result: holds })
    if (holds) return selected(one.case_id, true, conditions, condition_results)
  }
  return selected(otherwise, false, conditions, condition_results)
}

const selected = (
  handle: string,
  result: boolean,
  conditions: ReadonlyArray<Value>,
  condition_results: ReadonlyArray<Value>
): NodeResult => ({
  outputs: { result, selected_case_id: handle },
  handle,
  inputs: { conditions },
  processData: { condition_results }
})

/** A mock names the handle, or only says whether the first case matched. */
const mock = (config: Config, answer: ValueObject): NodeResult => {
  const named = property(answer, "selected_case_id")
  const first = property(answer, "result") === true ? casesOf(config)[0]?.case_id : undefined
  return { outputs: answer, handle: typeof named === "string" ? named : (first ?? otherwise) }
}

/**
 * Takes the way of the first case whose conditions hold, else `false` (Dify's if-else). A condition that cannot be
 * evaluated fails the node with Dify's text and an empty `error_type`.
 */
export const ifElse = defineNode({
  type: "if-else",
  version: "1",
  kind: "branch",
  summary: "Takes the way of the first case whose conditions hold.",
  config: Config,
  outputs: () => [
    { name: "result", type: "boolean", required: true },
    { name: "selected_case_id", type: "string", required: true }
  ],
  handles: handlesOf,
  selectors: (config) => casesOf(config).flatMap((one) => conditionSelectors(one.conditions)),
  errors: conditionErrors,
  mock,
  example: {
    config: {
      cases: [
        {
          case_id: "warm",
          logical_operator: "and",
          conditions: [{ variable_selector: ["start", "degrees"], comparison_operator: ">", value: "20" }]
        }
      ]
    },
    variables: { start: { degrees: 21 } },
    outputs: { result: true, selected_case_id: "warm" }
  },
  run
})
