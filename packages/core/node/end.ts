import { Schema } from "effect"
import type { TemplatePart } from "../value/reference.ts"
import { emptyObject } from "../value/value_object.ts"
import { orDefault } from "./config/or_default.ts"
import { defineNode } from "./define_node.ts"
import { outputTypeOf } from "./output_type_of.ts"

const Config = Schema.Struct({
  outputs: Schema.Array(
    Schema.Struct({
      variable: Schema.String.annotate({ description: "The name of the output" }),
      value_selector: orDefault(
        Schema.Array(Schema.String).annotate({ description: "Where it comes from: [node id, output]" }),
        []
      ),
      value_type: orDefault(Schema.String, "any")
    })
  )
})

type Config = typeof Config.Type

const lineBreak: TemplatePart = { kind: "text", text: "\n" }

const streamsOf = (config: Config): ReadonlyArray<TemplatePart> =>
  config.outputs
    .filter(({ value_selector }) => value_selector.length > 0)
    .flatMap(({ value_selector }, index): ReadonlyArray<TemplatePart> => {
      const reference: TemplatePart = { kind: "reference", selector: value_selector, text: value_selector.join(".") }
      return index === 0 ? [reference] : [lineBreak, reference]
    })

/** The outputs as they are declared: the last of equal names is the one that is produced. */
const declared = (config: Config) =>
  new Map(config.outputs.map(({ variable, value_type }) => [variable, outputTypeOf(value_type)]))

/** Ends a workflow with outputs (Dify's end): null where a variable does not exist; declared types are not enforced. */
export const end = defineNode({
  type: "end",
  version: "1",
  kind: "response",
  summary: "Ends the workflow with outputs.",
  config: Config,
  outputs: (config) => Array.from(declared(config), ([name, type]) => ({ name, ...type, required: true })),
  selectors: (config) => config.outputs.map((output) => output.value_selector).filter(({ length }) => length > 0),
  streams: streamsOf,
  errors: [],
  example: {
    config: { outputs: [{ variable: "greeting", value_selector: ["greeter", "text"], value_type: "string" }] },
    variables: { greeter: { text: "Hello Ada" } },
    outputs: { greeting: "Hello Ada" }
  },
  run: (config, { variables }) => {
    const outputs = emptyObject()
    for (const { variable, value_selector } of config.outputs) outputs[variable] = variables.get(value_selector) ?? null
    return { outputs, inputs: outputs }
  }
})
