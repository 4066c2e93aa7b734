import { Schema } from "effect"
import { AssignedVariableNotFound, AssignmentOperationUnsupported } from "../error/assigner_errors.ts"
import type { Value } from "../value/value.ts"
import { isValueArray, objectFrom } from "../value/value_object.ts"
import { valueType } from "../value/value_type.ts"
import { TargetType, targetType } from "./assigner/target_type.ts"
import { updatedVariables } from "./assigner/updated_variables.ts"
import { zeroValue } from "./assigner/zero_value.ts"
import { orDefault } from "./config/or_default.ts"
import { SelectorList } from "./config/selector.ts"
import { defineNode } from "./define_node.ts"
import { NodeFailure } from "./node_failure.ts"

const AssignerConfig = Schema.Struct({
  assigned_variable_selector: orDefault(SelectorList, []),
  input_variable_selector: orDefault(SelectorList, []),
  write_mode: orDefault(Schema.Literals(["over-write", "append", "clear"]), "over-write"),
  variable_type: TargetType
})

type AssignerConfig = typeof AssignerConfig.Type

const failure = (error: NodeFailure["error"]): NodeFailure => new NodeFailure(error, { type: "WorkflowNodeError" })

/** A new value, and what the node shows as its input. */
interface Change {
  readonly input: Value
  readonly value: Value
}

const changed = (config: AssignerConfig, current: Value, input: Value | undefined): Change | NodeFailure => {
  if (config.write_mode === "clear") {
    const zero = zeroValue(current)
    const message = `unsupported variable type: ${valueType(current)}`
    return zero === undefined ? failure(new AssignmentOperationUnsupported({ message })) : { input: zero, value: zero }
  }
  if (input === undefined) return failure(new AssignedVariableNotFound({ message: "input value not found" }))
  if (config.write_mode === "over-write") return { input, value: input }
  if (isValueArray(current)) return { input, value: [...current, input] }
  return failure(new AssignmentOperationUnsupported({ message: "append mode requires an array variable" }))
}

/** Changes one variable (Dify's `assigner`, version 1): overwrites it, appends one element, or clears it. */
export const assignerV1 = defineNode({
  type: "assigner",
  version: "1",
  kind: "executable",
  summary: "Changes a conversation variable (old form).",
  config: AssignerConfig,
  outputs: () => [],
  selectors: (config) => [
    config.assigned_variable_selector,
    ...(config.write_mode === "clear" ? [] : [config.input_variable_selector])
  ],
  writes: (config) => [config.assigned_variable_selector],
  errors: [AssignedVariableNotFound, AssignmentOperationUnsupported],
  example: {
    config: {
      assigned_variable_selector: ["conversation", "notes"],
      input_variable_selector: ["start", "note"],
      write_mode: "append"
    },
    variables: { conversation: { notes: ["a"] }, start: { note: "b" } },
    outputs: {}
  },
  run: (config, context) => {
    const { assigned_variable_selector: target, input_variable_selector: source } = config
    const [scope, name] = target
    const current = context.variables.get(target)
    if (current === undefined || scope === undefined || name === undefined) {
      return failure(new AssignedVariableNotFound({ message: "assigned variable not found" }))
    }
    const change = changed(config, current, context.variables.get(source))
    if (change instanceof NodeFailure) return change
    const { input, value } = change
    const updates = [{ selector: [scope, name], value }] as const
    const type = targetType(value, config.variable_type)
    const processData = objectFrom([updatedVariables([{ selector: [scope, name], value, type }])])
    return { inputs: { value: input }, outputs: {}, updates, processData }
  }
})
