import { assert, describe, expect, it } from "@effect/vitest"
import { RunStore, type StoredRun, WorkflowRunner } from "@flowglass/core"
import { Effect, Stream } from "effect"
import { type FileEdge, type FileNode, workflowFile } from "./_test_workflow_file.ts"
import { executionKeys } from "./execution_keys.ts"
import { layerMemory } from "./layer_memory.ts"
import { runView } from "./run_view.ts"

const inside = (parent: string): object => ({ iteration_id: parent })
const iteration = (start: string, more: object = {}): FileNode => ({
  type: "iteration",
  start_node_id: start,
  iterator_selector: ["sys", "files"],
  output_selector: ["t/1", "output"],
  ...more
})

/** An iteration, ids that look like paths, and a node behind it. */
const nodes: { readonly [id: string]: FileNode } = {
  s: { type: "start", variables: [] },
  "each[0]": iteration("is"),
  is: { type: "iteration-start", ...inside("each[0]") },
  "t/1": { type: "template-transform", template: "x", variables: [], ...inside("each[0]") },
  "ä b": { type: "template-transform", template: "y", variables: [] }
}

const edges: ReadonlyArray<FileEdge> = [
  ["s", "each[0]"],
  ["is", "t/1"],
  ["each[0]", "ä b"]
]

const files = [1, 2, 3].map((name) => ({
  type: "document",
  transfer_method: "remote_url",
  url: `https://a.test/${name}`
}))

/** Runs the file; its events, and the run as the store has it. */
const ran = Effect.gen(function* () {
  const run = yield* Effect.flatMap(WorkflowRunner, (runner) => runner.start(workflowFile(nodes, edges), { files }))
  const events = yield* Stream.runCollect(run.events)
  const stored: StoredRun | undefined = yield* Effect.flatMap(RunStore, (store) => store.find(run.id))
  return stored === undefined ? assert.fail("the run is not stored") : { events, stored }
}).pipe(Effect.provide(layerMemory))

describe("executionKeys", () => {
  it.live("names executions as the events of the engine do, in containers and with odd ids too", () =>
    Effect.gen(function* () {
      const { events, stored } = yield* ran
      const keyOf = executionKeys(stored)
      const started = stored
        .facts()
        .flatMap((fact) => (fact.kind === "node_started" ? [keyOf(fact.frame, fact.node)] : []))
      const seen = events.flatMap((event) => (event.event === "node_started" ? [event.execution] : []))
      // The entry of an iteration has no events, as in Dify.
      expect(started.filter((key) => !key.endsWith("/is"))).toEqual(seen)
      expect(new Set(started).size).toBe(1 + 1 + 3 * 2 + 1)
      expect(started).toContain("root/each%5B0%5D[2]/t%2F1")
    })
  )
})

describe("nodes in containers", () => {
  it.live("count their rounds, and show the last one", () =>
    Effect.gen(function* () {
      const view = runView((yield* ran).stored)
      expect(view.node("t/1")).toMatchObject({ rounds: 3, attempts: 1, node_status: "ready" })
      expect(view.node("is")).toMatchObject({ rounds: 3 })
      expect(view.node("each[0]")).toMatchObject({ outputs: [{ name: "output", value_preview: ["x", "x", "x"] }] })
      expect(view.node("each[0]")).not.toHaveProperty("rounds")
    })
  )
})
