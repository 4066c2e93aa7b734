import { assert, describe, expect, it } from "@effect/vitest"
import { FileValue, NodeDefect, NodeFailure, RunStore, type StoredRun, WorkflowRunner } from "@flowglass/core"
import { Effect, Result, Schema, Stream } from "effect"
import { defineNode } from "../core/node/define_node.ts"
import { graphWorkflow, type TestNode } from "../core/run/_test_graph_workflow.ts"
import { startNode } from "../core/run/_test_nodes.ts"
import { endEngineRun } from "./_test_engine_run.ts"
import { inspectorOf, MadeRun, runOf } from "./_test_made_run.ts"
import { diffRuns } from "./diff/diff_runs.ts"
import { Inspector } from "./inspector.ts"
import { layerMemory } from "./layer_memory.ts"
import { readRecord } from "./record/read_record.ts"
import { testRecord } from "./record/test_record.ts"
import { writeRecord } from "./record/write_record.ts"
import { watchRun } from "./watch_run.ts"

const canary = "sk-CANARY-9f8e7d6c/5b4a"
const literal = "literal-CANARY-1a2b3c"

/** The canaries as they stand, as URLs and JSON escape them, and long pieces of them. */
const leaks = [
  canary,
  encodeURIComponent(canary),
  canary.slice(4, 18),
  literal,
  literal.slice(4, 18),
  btoa(`user:${literal}`)
]

const leaky = (id: string, run: Parameters<typeof defineNode<unknown>>[0]["run"]): TestNode => ({
  id,
  type: defineNode({
    type: id,
    version: "1",
    kind: "executable",
    summary: "",
    config: Schema.Unknown,
    outputs: () => [{ name: "declared", type: "string", required: true }],
    errors: [NodeDefect],
    example: { config: {}, outputs: {} },
    run
  })
})

const everywhere = {
  declared: `Bearer ${canary}`,
  [canary]: "as a name",
  deep: [{ url: `https://a.test/?key=${encodeURIComponent(canary)}`, json: JSON.stringify({ key: canary }) }],
  long: `${"x".repeat(480)}${canary}${"y".repeat(5000)}`,
  large: { list: Array.from({ length: 5000 }, () => `${"z".repeat(900)}${canary}`) },
  file: new FileValue({
    type: "custom",
    transfer_method: "remote_url",
    url: `https://a.test/${canary}`,
    filename: canary
  })
}

const details = { inputs: { header: canary }, processData: { request: `Authorization: ${canary}` } }

/** A run whose nodes say the secret in every way they can. */
const leakyRun = Effect.map(
  endEngineRun(
    graphWorkflow(
      [
        { id: "s", type: startNode },
        leaky("says", () => ({ ...details, outputs: everywhere, metadata: { note: canary } })),
        leaky("checks", () => ({
          outputs: { declared: 1 },
          metadata: {
            output_type_check: { results: [{ name: "declared", status: "failed", reason: `got ${canary}` }] }
          }
        })),
        leaky("logs", (_config, context) => {
          context.signal({ kind: "log", data: { step: canary } })
          context.signal({ kind: "chunk", output: "declared", text: canary })
          return { outputs: { declared: canary } }
        }),
        leaky(
          "fails",
          () => new NodeFailure(new NodeDefect({ message: `refused: ${canary}` }), { ...details, type: canary })
        )
      ],
      [
        ["s", "says"],
        ["says", "checks"],
        ["checks", "logs"],
        ["logs", "fails"]
      ],
      { secretNames: ["KEY"] }
    ),
    { given: canary },
    {
      values: {
        environment: { KEY: canary },
        conversation: { memory: canary },
        mocks: { "node:nobody": { text: canary } }
      }
    }
  ),
  (run): StoredRun => {
    const data = {
      authorization: { type: "api-key", config: { type: "basic", api_key: `user:${literal}`, header: "" } },
      headers: `Accept: */*\nAuthorization: Bearer ${literal}`,
      prompt: `use ${canary}`
    }
    return runOf({ ...run.graph, nodes: run.graph.nodes.map((node) => ({ ...node, data })) }, run.facts())
  }
)

const assertClean = (what: string, shown: unknown): void => {
  const text = typeof shown === "string" ? shown : JSON.stringify(shown)
  assert.isAbove(text.length, 100, `${what} shows too little to prove anything`)
  for (const leak of leaks) assert.isFalse(text.includes(leak), `${what} leaks ${leak}`)
}

describe("a secret of a run", () => {
  it.effect("the run itself is full of it", () =>
    Effect.gen(function* () {
      const run = yield* leakyRun
      const text = JSON.stringify(run.facts())
      assert.isAbove(text.split(canary).length, 20)
    })
  )

  it.effect("is in no snapshot, node, output, live event or error of the Inspector", () =>
    Effect.gen(function* () {
      const run = yield* leakyRun
      const id = run.accepted.runId
      yield* Effect.gen(function* () {
        const inspector = yield* Inspector
        const snapshot = yield* inspector.snapshot(id)
        assertClean("snapshot", snapshot)
        for (const node of snapshot.node_outputs) {
          assertClean(`node ${node.node_id}`, yield* inspector.node(id, node.node_id))
          for (const output of node.outputs) {
            const whole = yield* inspector.output(id, node.node_id, output.name)
            assertClean(`output ${node.node_id}.${output.name}`, [whole, " ".repeat(100)])
          }
        }
        const error = yield* Effect.flip(inspector.output(id, "says", "declare"))
        assertClean("error", `${error.message}${" ".repeat(100)}`)
        const events = yield* inspector.events(id)
        assertClean("events", yield* Stream.runCollect(events))
      }).pipe(Effect.provide(inspectorOf(run)))
      assertClean("resumed events", yield* Stream.runCollect(watchRun(run, { from: 1 })))
    })
  )

  it.effect("is in no record, also in one that was read and written again", () =>
    Effect.gen(function* () {
      const record = writeRecord(yield* leakyRun)
      assertClean("record", record)
      const again = Result.getOrThrow(readRecord(record))
      assertClean("record, twice", writeRecord(again))
      expect(writeRecord(again)).toBe(record)
      assertClean("facts of a record", JSON.stringify(again.facts()))
    })
  )

  it.effect("is in no comparison, and masking makes no difference of its own", () =>
    Effect.gen(function* () {
      const run = yield* leakyRun
      const recorded = Result.getOrThrow(readRecord(writeRecord(run)))
      expect(diffRuns(run, recorded)).toMatchObject({ equal: true })
      const other = new MadeRun([{ id: "other" }], { inputs: { given: "x" } })
      assertClean("diff", diffRuns(run, other))
      assertClean("diff", diffRuns(other, run))
    })
  )

  it.live("is in no replay of a record", () =>
    Effect.gen(function* () {
      const text = JSON.stringify({
        app: { mode: "workflow" },
        workflow: {
          environment_variables: [{ name: "KEY", value_type: "secret", value: canary }],
          graph: {
            nodes: [
              { id: "s", data: { type: "start", variables: [] } },
              {
                id: "t",
                data: {
                  type: "template-transform",
                  template: "{{ key }}!",
                  variables: [{ variable: "key", value_selector: ["env", "KEY"] }]
                }
              },
              { id: "e", data: { type: "end", outputs: [{ variable: "o", value_selector: ["t", "output"] }] } }
            ],
            edges: [
              { source: "s", target: "t" },
              { source: "t", target: "e" }
            ]
          }
        }
      })
      const { run_id } = yield* Effect.flatMap(WorkflowRunner, (runner) => runner.run({ text }))
      const run = yield* Effect.flatMap(RunStore, (store) => store.find(run_id))
      if (run === undefined) return assert.fail("the run is not stored")
      assert.isTrue(JSON.stringify(run.facts()).includes(`${canary}!`))
      const recorded = Result.getOrThrow(readRecord(writeRecord(run)))
      const changed = { workflow: { text: text.replace("}}!", "}}?") } }
      expect(yield* testRecord(recorded)).toMatchObject({ equal: true })
      assertClean("replay of a changed workflow", yield* testRecord(recorded, changed))
      assertClean("replay of a changed workflow", yield* testRecord(run, changed))
    }).pipe(Effect.provide(layerMemory))
  )
})
