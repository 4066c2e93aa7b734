import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { answer } from "../node/answer.ts"
import { NodeRegistry } from "../node/node_registry.ts"
import { start } from "../node/start.ts"
import { engineLayer } from "./_test_run_to_end.ts"
import type { RunOptions } from "./run_options.ts"
import { WorkflowRunner } from "./workflow_runner.ts"

const layer = WorkflowRunner.layer.pipe(
  Layer.provide(NodeRegistry.layer([start, answer])),
  Layer.provideMerge(engineLayer)
)

const text = JSON.stringify({
  app: { mode: "advanced-chat", name: "test" },
  kind: "app",
  version: "0.6.0",
  workflow: {
    environment_variables: [{ id: "1", name: "N", value_type: "number", value: 1, description: "" }],
    conversation_variables: [{ id: "2", name: "L", value_type: "array[string]", value: [], description: "" }],
    graph: {
      nodes: [
        { id: "s", data: { type: "start", title: "s", variables: [] } },
        { id: "a", data: { type: "answer", title: "a", answer: "{{#sys.query#}}|{{#env.N#}}" } }
      ],
      edges: [{ source: "s", target: "a", sourceHandle: "source" }]
    }
  }
})

/** Callers without types give anything: as data from JSON. */
const answerTo = (options: object): Effect.Effect<unknown> =>
  Effect.gen(function* () {
    const runner = yield* WorkflowRunner
    const given: RunOptions = JSON.parse(JSON.stringify(options))
    const { outputs } = yield* runner.run({ text }, given)
    return outputs.answer
  }).pipe(
    Effect.catch(({ code, message }) => Effect.succeed(`${code}: ${message}`)),
    Effect.provide(layer)
  )

const told: ReadonlyArray<readonly [object, string]> = [
  [{ query: "hi" }, "hi|1"],
  [{ query: "a\0b\0" }, "ab|1"],
  [{ query: "" }, "|1"],
  [{}, "query_required: query is required"],
  [{ query: null }, "query_required: query is required"],
  [{ query: 5 }, "input_type_mismatch: query must be a string"],
  [{ query: ["hi"] }, "input_type_mismatch: query must be a string"],
  [{ query: { toString: "hi" } }, "input_type_mismatch: query must be a string"],
  [{ query: "hi", files: "a.pdf" }, "input_type_mismatch: files must be a list of files"],
  [{ query: "hi", files: [{}] }, "hi|1"],
  [{ query: "hi", environment: { N: "2.5" } }, "hi|2.5"],
  [
    { query: "hi", environment: { N: "two" } },
    'variable_type_mismatch: The environment variable "N" is of type number, and the value given for it is the text "two"'
  ],
  [
    { query: "hi", conversation: { L: [1] } },
    'variable_type_mismatch: The conversation variable "L" is of type array[string], and the value given for it is of type list'
  ]
]

describe("prepareRun", () => {
  it.effect.each(told)("%j: %s", ([options, answered]) =>
    Effect.gen(function* () {
      assert.strictEqual(yield* answerTo(options), answered)
    })
  )
})
