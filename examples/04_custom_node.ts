/** A node type of your own with a code of your own: it is validated, inspected and reported like the built-in ones. */

import { Schema } from "effect"
import { defineError, defineNode, NodeFailure, open } from "flowglass"

class TooCold extends defineError<TooCold>()({
  code: "acme/too_cold",
  status: 422,
  family: "node",
  title: "It is too cold",
  remedy: "Wait for spring."
}) {}

const thermometer = defineNode({
  type: "acme/thermometer",
  version: "1",
  kind: "executable",
  summary: "Turns Celsius into Fahrenheit, unless it is too cold.",
  config: Schema.Struct({ celsius_selector: Schema.Array(Schema.String) }),
  outputs: () => [{ name: "fahrenheit", type: "number", required: true }],
  selectors: (config) => [config.celsius_selector],
  errors: [TooCold],
  example: {
    config: { celsius_selector: ["start", "celsius"] },
    variables: { start: { celsius: 20 } },
    outputs: { fahrenheit: 68 }
  },
  run: (config, context) => {
    const celsius = context.variables.get(config.celsius_selector)
    if (typeof celsius !== "number" || celsius < -40) {
      return new NodeFailure(new TooCold({ message: `It is ${String(celsius)} degrees.` }))
    }
    return { inputs: { celsius }, outputs: { fahrenheit: (celsius * 9) / 5 + 32 } }
  }
})

const text = `
app: {mode: workflow, name: Thermometer}
workflow:
  graph:
    nodes:
    - {id: start, data: {type: start, variables: [{variable: celsius, type: number, label: Celsius, required: true}]}}
    - {id: convert, data: {type: acme/thermometer, celsius_selector: [start, celsius]}}
    - {id: end, data: {type: end, outputs: [{variable: fahrenheit, value_selector: [convert, fahrenheit]}]}}
    edges: [{source: start, target: convert}, {source: convert, target: end}]
`

await using flow = await open({ nodes: [thermometer] })
for (const celsius of [20, -50]) {
  const { status, outputs, error } = await (await flow.run({ text }, { inputs: { celsius } })).result
  console.log(celsius, status, error === null ? outputs.fahrenheit : error.code)
}
