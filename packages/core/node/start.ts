import { emptyObject } from "../value/value_object.ts"
import { defineNode } from "./define_node.ts"
import type { NodeContext } from "./node_context.ts"
import type { NodeResult } from "./node_result.ts"
import type { OutputDeclaration, OutputType } from "./output_declaration.ts"
import { StartConfig, type StartVariable } from "./start/start_variable.ts"
import { systemOutputs } from "./trigger/given_values.ts"

const outputTypes: Record<StartVariable["type"], OutputType | null> = {
  "text-input": "string",
  paragraph: "string",
  select: "string",
  number: "number",
  checkbox: "boolean",
  json_object: "object",
  file: "file",
  "file-list": "array",
  external_data_tool: null
}

const outputOf = ({ variable, type, required, description }: StartVariable): OutputDeclaration => ({
  name: variable,
  type: outputTypes[type],
  ...(type === "file-list" ? { item: "file" } : {}),
  required,
  ...(description === "" ? {} : { description })
})

const run = (config: StartConfig, context: NodeContext): NodeResult => {
  const { nodeId, variables } = context
  const inputs = emptyObject()
  for (const { variable } of config.variables) {
    const value = variables.get([nodeId, variable])
    if (value !== undefined) inputs[variable] = value
  }
  return { inputs, outputs: Object.assign(systemOutputs(context), inputs) }
}

/**
 * Where a run starts (Dify's `start`): its outputs are the inputs of the run, which were validated before it, and under
 * `sys.` names the system variables, because old files select them here. Environment variables never show up.
 */
export const start = defineNode({
  type: "start",
  version: "1",
  kind: "root",
  summary: "Starts a run with its inputs.",
  config: StartConfig,
  outputs: (config) => config.variables.map(outputOf),
  errors: [],
  example: {
    config: { title: "Start", variables: [{ variable: "name", label: "Name", type: "text-input", required: true }] },
    variables: { start: { name: "Ada" } },
    outputs: { name: "Ada" }
  },
  run
})
