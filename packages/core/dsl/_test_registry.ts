import { Effect, Schema } from "effect"
import { orDefault } from "../node/config/or_default.ts"
import { templateSelectors } from "../node/config/template_selectors.ts"
import { defineNode } from "../node/define_node.ts"
import { NodeRegistry } from "../node/node_registry.ts"
import { start } from "../node/start.ts"

const none = { config: {}, outputs: {} }

/** For tests: a node that reads a template and has an output of each kind. */
const echo = defineNode({
  type: "echo",
  version: "1",
  kind: "executable",
  summary: "Repeats a text.",
  config: Schema.Struct({ text: orDefault(Schema.String, "") }),
  outputs: () => [
    { name: "text", type: "string", required: true },
    { name: "list", type: "array", item: "string", required: true },
    { name: "object", type: "object", required: true },
    { name: "file", type: "file", required: true },
    { name: "anything", type: null, required: false }
  ],
  selectors: (config) => templateSelectors(config.text),
  errors: [],
  retries: true,
  example: none,
  run: () => ({ outputs: {} })
})

const fork = defineNode({
  type: "fork",
  version: "1",
  kind: "branch",
  summary: "Selects left or right.",
  config: Schema.Struct({}),
  outputs: () => [],
  handles: () => ["left", "right"],
  errors: [],
  example: none,
  run: () => ({ outputs: {}, handle: "left" })
})

const iteration = defineNode({
  type: "iteration",
  version: "1",
  kind: "container",
  summary: "Runs its children for each item.",
  config: Schema.Struct({ output_selector: orDefault(Schema.Array(Schema.String), []) }),
  outputs: () => [{ name: "output", type: "array", required: true }],
  selectors: (config) => [config.output_selector],
  errors: [],
  example: none,
  run: () => ({ outputs: {} })
})

const iterationStart = defineNode({
  type: "iteration-start",
  version: "1",
  kind: "executable",
  summary: "Starts an item.",
  config: Schema.Struct({}),
  outputs: () => [],
  errors: [],
  example: none,
  run: () => ({ outputs: {} })
})

/** For tests: the real start node and one simple type of each kind. */
export const testRegistry: NodeRegistry["Service"] = Effect.runSync(
  NodeRegistry.useSync((registry) => registry).pipe(
    Effect.provide(NodeRegistry.layer([start, echo, fork, iteration, iterationStart]))
  )
)
