import { Schema } from "effect"
import type { Selector } from "../value/selector.ts"
import type { Value } from "../value/value.ts"
import { emptyObject, type MutableValueObject } from "../value/value_object.ts"
import type { VariableReader } from "../value/variable_pool.ts"
import { orDefault } from "./config/or_default.ts"
import { PlainBoolean } from "./config/plain_boolean.ts"
import { defineNode, type NodeDefinition } from "./define_node.ts"
import type { NodeContext } from "./node_context.ts"
import type { NodeResult } from "./node_result.ts"
import type { OutputDeclaration } from "./output_declaration.ts"
import { outputTypeOf } from "./output_type_of.ts"

const Selectors = orDefault(Schema.Array(Schema.Array(Schema.String)), [])

const Group = Schema.Struct({
  group_name: Schema.String,
  output_type: orDefault(Schema.String, "any"),
  variables: Selectors
})

const Settings = Schema.Struct({
  group_enabled: orDefault(PlainBoolean, false),
  groups: orDefault(Schema.Array(Group), [])
})

const Config = Schema.Struct({
  output_type: orDefault(Schema.String, "any"),
  variables: Selectors,
  advanced_settings: orDefault(Schema.NullOr(Settings), null)
})

type Config = typeof Config.Type

const groupsOf = (config: Config): ReadonlyArray<typeof Group.Type> | undefined =>
  config.advanced_settings?.group_enabled === true ? config.advanced_settings.groups : undefined

const outputsOf = (config: Config): ReadonlyArray<OutputDeclaration> =>
  groupsOf(config)?.map((group) => ({ name: group.group_name, type: "object", required: false })) ?? [
    { name: "output", ...outputTypeOf(config.output_type), required: false }
  ]

interface Hit {
  readonly selector: Selector
  readonly value: Value
}

const firstHit = (selectors: ReadonlyArray<Selector>, variables: VariableReader): Hit | undefined => {
  for (const selector of selectors) {
    const value = variables.get(selector)
    if (value !== undefined) return { selector, value }
  }
  return undefined
}

const run = (config: Config, { variables }: NodeContext): NodeResult => {
  const outputs = emptyObject()
  const inputs = emptyObject()
  const take = (selectors: ReadonlyArray<Selector>, target: MutableValueObject, name: string): boolean => {
    const hit = firstHit(selectors, variables)
    if (hit === undefined) return false
    target[name] = hit.value
    inputs[hit.selector.slice(1).join(".")] = hit.value
    return true
  }
  const groups = groupsOf(config)
  if (groups === undefined) take(config.variables, outputs, "output")
  for (const group of groups ?? []) {
    const holder = emptyObject()
    if (take(group.variables, holder, "output")) outputs[group.group_name] = holder
  }
  return { outputs, inputs }
}

const definition: NodeDefinition<Config, never> = {
  type: "variable-aggregator",
  version: "1",
  kind: "executable",
  summary: "Passes on the first of several variables that has a value, so that branches can join.",
  config: Config,
  outputs: outputsOf,
  selectors: (config) => groupsOf(config)?.flatMap((group) => group.variables) ?? config.variables,
  errors: [],
  example: {
    config: {
      output_type: "string",
      variables: [
        ["formal", "text"],
        ["casual", "text"]
      ]
    },
    variables: { casual: { text: "Hi" } },
    outputs: { output: "Hi" }
  },
  run
}

/**
 * Passes on the first variable that exists; null counts, and without any there is no output at all. With groups each
 * hit is read as `[node, group, "output"]` (Dify's variable-aggregator).
 */
export const variableAggregator = defineNode(definition)

/** The aggregator under the type name of old files, which Dify 1.14.2 itself no longer runs. */
export const variableAssigner = defineNode({ ...definition, type: "variable-assigner" })
