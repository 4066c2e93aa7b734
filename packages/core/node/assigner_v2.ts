import { Result, Schema } from "effect"
import { AssignedVariableNotFound, assignerErrors } from "../error/assigner_errors.ts"
import { pythonRepr } from "../value/python_text.ts"
import type { Value, ValueObject } from "../value/value.ts"
import { isValueArray } from "../value/value_object.ts"
import { assign, refuseOperation } from "./assigner/assign.ts"
import { TargetType, targetType } from "./assigner/target_type.ts"
import { type Assignment, namedVariables } from "./assigner/updated_variables.ts"
import { AnyValue } from "./config/any_value.ts"
import { orDefault } from "./config/or_default.ts"
import { SelectorList } from "./config/selector.ts"
import { defineNode } from "./define_node.ts"
import type { NodeContext } from "./node_context.ts"
import { NodeFailure } from "./node_failure.ts"

const Operation = Schema.Literals([
  "over-write",
  "clear",
  "append",
  "extend",
  "set",
  "+=",
  "-=",
  "*=",
  "/=",
  "remove-first",
  "remove-last"
])

const Item = Schema.Struct({
  variable_selector: SelectorList,
  input_type: orDefault(Schema.Literals(["variable", "constant"]), "variable"),
  operation: Operation,
  value: orDefault(AnyValue, null),
  variable_type: TargetType
})

type Item = typeof Item.Type

const selectorOf = (value: Value): ReadonlyArray<string> =>
  isValueArray(value) ? value.filter((part) => typeof part === "string") : []

const needsNoValue = (item: Item): boolean =>
  item.operation === "clear" || item.operation === "remove-first" || item.operation === "remove-last"

const readsVariable = (item: Item): boolean =>
  item.input_type === "variable" && !needsNoValue(item) && item.value !== null

/** What items read: variables as earlier items of the same node left them. */
class Assignments {
  readonly #context: NodeContext
  readonly #made = new Map<string, Assignment>()

  constructor(context: NodeContext) {
    this.#context = context
  }

  get made(): ReadonlyArray<Assignment> {
    return [...this.#made.values()]
  }

  /** Carries out one item; returns its refusal, if any. */
  apply(item: Item): NodeFailure["error"] | undefined {
    const { operation, input_type } = item
    const [scope = "", name = ""] = item.variable_selector
    const current = this.#read(item.variable_selector)
    if (current === undefined) return notFound(item.variable_selector)
    const type = targetType(current, item.variable_type)
    const refused = refuseOperation(operation, type, input_type)
    if (refused !== undefined) return refused
    const value = this.#valueOf(item)
    if (value === undefined) return notFound(selectorOf(item.value))
    // A variable without a value leaves its target alone.
    if (value === null && readsVariable(item)) return undefined
    const assigned = assign(operation, current, type, value)
    if (Result.isFailure(assigned)) return assigned.failure
    const after = targetType(assigned.success, item.variable_type)
    this.#made.set(`${scope}\u0000${name}`, { selector: [scope, name], value: assigned.success, type: after })
    return undefined
  }

  #valueOf(item: Item): Value | undefined {
    return readsVariable(item) ? this.#read(selectorOf(item.value)) : item.value
  }

  #read(selector: ReadonlyArray<string>): Value | undefined {
    const made = selector.length === 2 ? this.#made.get(selector.join("\u0000")) : undefined
    return made === undefined ? this.#context.variables.get(selector) : made.value
  }
}

/** An item as it is shown: Dify's inputs of this node are its config. */
const shownItem = ({ variable_selector, input_type, operation, value }: Item): ValueObject => ({
  variable_selector,
  input_type,
  operation,
  value
})

const notFound = (selector: ReadonlyArray<string>): AssignedVariableNotFound =>
  new AssignedVariableNotFound({ message: `Variable ${pythonRepr(selector)} not found` })

/**
 * Changes conversation and loop variables (Dify's `assigner`, version 2). Items see what earlier ones did; the first
 * that fails ends the node, and then nothing is changed.
 */
export const assignerV2 = defineNode({
  type: "assigner",
  version: "2",
  kind: "executable",
  summary: "Changes conversation and loop variables.",
  config: Schema.Struct({ items: orDefault(Schema.Array(Item), []) }),
  outputs: () => [],
  selectors: (config) =>
    config.items.flatMap((item) => [item.variable_selector, ...(readsVariable(item) ? [selectorOf(item.value)] : [])]),
  writes: (config) => config.items.map((item) => item.variable_selector),
  errors: assignerErrors,
  example: {
    config: {
      items: [{ variable_selector: ["conversation", "count"], input_type: "constant", operation: "+=", value: 1 }]
    },
    variables: { conversation: { count: 1 } },
    outputs: {}
  },
  run: (config, context) => {
    const assignments = new Assignments(context)
    const inputs = { version: "2", items: config.items.map(shownItem) }
    for (const item of config.items) {
      const refused = assignments.apply(item)
      if (refused !== undefined) return new NodeFailure(refused, { inputs })
    }
    const { made } = assignments
    const updates = made.map(({ selector, value }) => ({ selector, value }))
    return { inputs, outputs: {}, updates, processData: namedVariables(made) }
  }
})
