import { Result } from "effect"
import { type ListError, ListVariableNotFound, listErrors } from "../error/list_errors.ts"
import { isTruthy } from "../value/is_truthy.ts"
import { pythonRepr } from "../value/python_text.ts"
import type { ValueArray } from "../value/value.ts"
import type { VariableReader } from "../value/variable_pool.ts"
import { templateSelectors } from "./config/template_selectors.ts"
import { defineNode } from "./define_node.ts"
import { filterList } from "./list_operator/filter_list.ts"
import { ListOperatorConfig } from "./list_operator/list_operator_config.ts"
import { type OperableList, operableList } from "./list_operator/operable_list.ts"
import { orderList } from "./list_operator/order_list.ts"
import { firstMembers, memberAt } from "./list_operator/take_members.ts"
import type { NodeContext } from "./node_context.ts"
import { NodeFailure } from "./node_failure.ts"
import type { NodeResult } from "./node_result.ts"
import type { OutputDeclaration } from "./output_declaration.ts"
import { outputTypeOf } from "./output_type_of.ts"

const outputsOf = (config: ListOperatorConfig): ReadonlyArray<OutputDeclaration> => {
  const { item } = outputTypeOf(config.var_type)
  const record = { type: item ?? null, required: false }
  return [
    { name: "result", type: "array", ...(item === undefined ? {} : { item }), required: true },
    { name: "first_record", ...record, description: "The first member that is left; null when none is." },
    { name: "last_record", ...record, description: "The last member that is left; null when none is." }
  ]
}

/** Dify's order: filter, take one, order, limit. */
const operate = (
  given: OperableList,
  config: ListOperatorConfig,
  variables: VariableReader
): Result.Result<OperableList, ListError> => {
  let list: Result.Result<OperableList, ListError> = Result.succeed(given)
  for (const condition of config.filter_by.enabled ? config.filter_by.conditions : []) {
    list = Result.flatMap(list, (left) => filterList(left, condition, variables))
  }
  if (config.extract_by.enabled) {
    list = Result.flatMap(list, (left) => memberAt(left, variables.text(config.extract_by.serial)))
  }
  if (config.order_by.enabled) list = Result.flatMap(list, (left) => orderList(left, config.order_by))
  return config.limit.enabled ? Result.map(list, (left) => firstMembers(left, config.limit.size)) : list
}

const outputsWith = (members: ValueArray) => ({
  result: members,
  first_record: members[0] ?? null,
  last_record: members.at(-1) ?? null
})

/** What Dify raises instead of returning has another type. */
const difyType = ({ code, message }: ListError): string => {
  const raised =
    (code === "list_filter_value_invalid" && !message.startsWith("Invalid filter value")) ||
    (code === "list_serial_invalid" && !message.includes("must be <="))
  return raised ? "WorkflowNodeError" : ""
}

const run = (config: ListOperatorConfig, { variables }: NodeContext): NodeResult | NodeFailure => {
  const value = variables.get(config.variable)
  if (value === undefined) {
    const message = `Variable not found for selector: ${pythonRepr(config.variable)}`
    return new NodeFailure(new ListVariableNotFound({ message }), { type: "" })
  }
  if (!isTruthy(value)) {
    return { outputs: outputsWith([]), inputs: { variable: [] }, processData: { variable: [] } }
  }
  const list = operableList(value, config.variable)
  if (Result.isFailure(list)) return new NodeFailure(list.failure, { type: "" })
  const details = { inputs: { variable: list.success.members }, processData: { variable: list.success.members } }
  const left = operate(list.success, config, variables)
  if (Result.isFailure(left)) return new NodeFailure(left.failure, { ...details, type: difyType(left.failure) })
  return { ...details, outputs: outputsWith(left.success.members) }
}

/**
 * Filters, orders and shortens a list of texts, numbers, booleans or files, or takes one of its members (Dify's
 * `list-operator`). Conditions must all hold. Null and empty lists give an empty result.
 */
export const listOperator = defineNode({
  type: "list-operator",
  version: "1",
  kind: "executable",
  summary: "Filters, orders and shortens a list.",
  config: ListOperatorConfig,
  outputs: outputsOf,
  selectors: (config) => [
    ...(config.variable.length === 0 ? [] : [config.variable]),
    ...(config.extract_by.enabled ? templateSelectors(config.extract_by.serial) : []),
    ...(config.filter_by.enabled ? config.filter_by.conditions : []).flatMap(({ value }) =>
      typeof value === "string" ? templateSelectors(value) : []
    )
  ],
  errors: listErrors,
  example: {
    config: {
      variable: ["start", "names"],
      var_type: "array[string]",
      filter_by: { enabled: true, conditions: [{ comparison_operator: "start with", value: "A" }] },
      order_by: { enabled: true, value: "asc" },
      limit: { enabled: true, size: 2 }
    },
    variables: { start: { names: ["Bob", "Ann", "Alan", "Ada"] } },
    outputs: { result: ["Ada", "Alan"], first_record: "Ada", last_record: "Alan" }
  },
  run
})
