import { Effect, Schema } from "effect"
import { defineNode } from "../node/define_node.ts"
import { templateParts } from "../value/reference.ts"
import type { Value } from "../value/value.ts"

const example = { config: {}, outputs: {} }
const number = (value: Value | undefined): number => (typeof value === "number" ? value : 0)

/** Entry: gives its input `v` on. */
export const benchStart = defineNode({
  type: "start",
  version: "1",
  kind: "root",
  summary: "",
  config: Schema.Struct({}),
  outputs: () => [{ name: "v", type: "number", required: true }],
  errors: [],
  example,
  run: (_config, context) => ({ outputs: { v: number(context.variables.get([context.nodeId, "v"])) } })
})

const from = Schema.Struct({ from: Schema.String })

/** The node of all workloads: `v -> v + 1`. */
export const benchIncrement = defineNode({
  type: "increment",
  version: "1",
  kind: "executable",
  summary: "",
  config: from,
  outputs: () => [{ name: "v", type: "number", required: true }],
  errors: [],
  example,
  run: (config, context) => ({ outputs: { v: number(context.variables.get([config.from, "v"])) + 1 } })
})

/** Takes the value of whichever predecessor ran. */
export const benchJoin = defineNode({
  type: "join",
  version: "1",
  kind: "executable",
  summary: "",
  config: Schema.Struct({ from: Schema.Array(Schema.String), sum: Schema.Boolean }),
  outputs: () => [{ name: "v", type: "number", required: true }],
  errors: [],
  example,
  run: (config, context) => {
    let sum = 0
    for (const id of config.from) {
      const value = context.variables.get([id, "v"])
      if (value === undefined) continue
      sum = config.sum ? sum + number(value) : number(value)
    }
    return { outputs: { v: sum } }
  }
})

/** Entry of an iteration: a list of numbers. */
export const benchItems = defineNode({
  type: "start",
  version: "1",
  kind: "root",
  summary: "",
  config: Schema.Struct({ length: Schema.Number }),
  outputs: () => [{ name: "items", type: "array", required: true }],
  errors: [],
  example,
  run: ({ length }) => ({
    outputs: {
      items: Array.from({ length }, (_, index) => index),
      names: Array.from({ length }, (_, index) => `thing ${index}`),
      name: "Ada"
    }
  })
})

/** Counts the items of a list. */
export const benchCount = defineNode({
  type: "count",
  version: "1",
  kind: "executable",
  summary: "",
  config: Schema.Struct({ from: Schema.Array(Schema.String) }),
  outputs: () => [{ name: "v", type: "number", required: true }],
  errors: [],
  example,
  run: (config, context) => {
    const list = context.variables.get(config.from)
    return { outputs: { v: Array.isArray(list) ? list.length : 0 } }
  }
})

/** Branches by parity. */
export const benchParity = defineNode({
  type: "parity",
  version: "1",
  kind: "branch",
  summary: "",
  config: from,
  outputs: () => [{ name: "v", type: "number", required: true }],
  handles: () => ["even", "odd"],
  errors: [],
  example,
  run: (config, context) => {
    const value = number(context.variables.get([config.from, "v"]))
    return { outputs: { v: value }, handle: value % 2 === 0 ? "even" : "odd" }
  }
})

/** Waits for a promise that the workload holds. */
export const benchGate = (gate: Promise<void>) =>
  defineNode({
    type: "gate",
    version: "1",
    kind: "executable",
    summary: "",
    config: from,
    outputs: () => [{ name: "v", type: "number", required: true }],
    errors: [],
    example,
    run: (config, context) =>
      Effect.map(
        Effect.promise(() => gate),
        () => ({ outputs: { v: number(context.variables.get([config.from, "v"])) + 1 } })
      )
  })

/** Shows a template, streamed in its order. */
export const benchAnswer = defineNode({
  type: "answer",
  version: "1",
  kind: "response",
  summary: "",
  config: Schema.Struct({ answer: Schema.String }),
  outputs: () => [{ name: "answer", type: "string", required: true }],
  streams: (config) => templateParts(config.answer),
  errors: [],
  example,
  run: (config, context) => ({ outputs: { answer: context.variables.markdown(config.answer) } })
})
