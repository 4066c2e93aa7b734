import { Effect, Schema } from "effect"
import { NodeDefect } from "../error/run_errors.ts"
import { defineNode } from "../node/define_node.ts"
import { NodeFailure } from "../node/node_failure.ts"
import { templateParts } from "../value/reference.ts"

const example = { config: {}, outputs: {} }

/** The failure that test nodes end with. */
export const boom = (message = "boom"): NodeFailure => new NodeFailure(new NodeDefect({ message }), { type: "Boom" })

/** Gives its inputs on. */
export const startNode = defineNode({
  type: "start",
  version: "1",
  kind: "root",
  summary: "",
  config: Schema.Struct({}),
  outputs: () => [],
  errors: [],
  example,
  run: (_config, context) => ({ outputs: { v: context.variables.get([context.nodeId, "v"]) ?? 0 } })
})

/** Adds one to `v` of another node; `delay` (milliseconds) makes it wait, `fails` fails that many attempts. */
export const incrementNode = defineNode({
  type: "increment",
  version: "1",
  kind: "executable",
  summary: "",
  config: Schema.Struct({
    from: Schema.String,
    delay: Schema.optionalKey(Schema.Number),
    fails: Schema.optionalKey(Schema.Number)
  }),
  outputs: () => [{ name: "v", type: "number", required: true }],
  errors: [NodeDefect],
  retries: true,
  example,
  run: (config, context) => {
    const value = context.variables.get([config.from, "v"])
    const result = { outputs: { v: (typeof value === "number" ? value : 0) + 1 } }
    const fails = context.attempt < (config.fails ?? 0)
    if (config.delay === undefined) return fails ? boom() : result
    return Effect.delay(fails ? Effect.fail(boom()) : Effect.succeed(result), config.delay)
  }
})

/** Selects the handle `even` or `odd` by `v` of another node. */
export const parityNode = defineNode({
  type: "parity",
  version: "1",
  kind: "branch",
  summary: "",
  config: Schema.Struct({ from: Schema.String }),
  outputs: () => [{ name: "v", type: "number", required: true }],
  handles: () => ["even", "odd"],
  errors: [],
  example,
  run: (config, context) => {
    const value = context.variables.get([config.from, "v"])
    const number = typeof value === "number" ? value : 0
    return { outputs: { v: number }, handle: number % 2 === 0 ? "even" : "odd" }
  }
})

/** Streams a text word by word; `fails` fails that many attempts after the first word. */
export const speakNode = defineNode({
  type: "speak",
  version: "1",
  kind: "executable",
  summary: "",
  config: Schema.Struct({
    text: Schema.String,
    delay: Schema.optionalKey(Schema.Number),
    fails: Schema.optionalKey(Schema.Number)
  }),
  outputs: () => [{ name: "text", type: "string", required: true }],
  errors: [NodeDefect],
  retries: true,
  example,
  run: (config, context) =>
    Effect.gen(function* () {
      yield* Effect.sleep(config.delay ?? 0)
      for (const word of config.text.split(" ")) {
        context.signal({ kind: "chunk", output: "text", text: word })
        yield* Effect.sleep(config.delay ?? 0)
        if (context.attempt < (config.fails ?? 0)) return yield* Effect.fail(boom())
      }
      context.signal({ kind: "chunk", output: "text", text: "" })
      return { outputs: { text: config.text.replaceAll(" ", "") } }
    })
})

/** Writes a conversation variable. */
export const assignNode = defineNode({
  type: "assign",
  version: "1",
  kind: "executable",
  summary: "",
  config: Schema.Struct({ name: Schema.String, value: Schema.String }),
  outputs: () => [],
  writes: (config) => [["conversation", config.name]],
  errors: [],
  example,
  run: (config) => ({ outputs: {}, updates: [{ selector: ["conversation", config.name], value: config.value }] })
})

/** Shows a template; appended to the run's answer. */
export const showNode = defineNode({
  type: "show",
  version: "1",
  kind: "response",
  summary: "",
  config: Schema.Struct({ template: Schema.String }),
  outputs: () => [{ name: "answer", type: "string", required: true }],
  streams: (config) => templateParts(config.template),
  errors: [],
  example,
  run: (config, context) => ({ outputs: { answer: context.variables.markdown(config.template) } })
})
