import { assert, describe, expect, it } from "@effect/vitest"
import { type Run, type RunOptions, RunStore, type StoredRun, WorkflowRunner } from "@flowglass/core"
import { Effect, Result } from "effect"
import { type FileEdge, type FileNode, workflowFile } from "../_test_workflow_file.ts"
import { Inspector } from "../inspector.ts"
import { layerEngine } from "../layer_engine.ts"
import { outsideNode } from "./_test_outside_node.ts"
import { end, equal, outside, start, template } from "./_test_recorded.ts"
import { readRecord } from "./read_record.ts"
import { testRecord } from "./test_record.ts"
import { writeRecord } from "./write_record.ts"

const ask = (text = "Send {{#w.text#}}? {{#$output.note#}}", actions = ["send", "drop"]): FileNode => ({
  type: "human-input",
  form_content: text,
  inputs: [{ type: "paragraph", output_variable_name: "note" }],
  user_actions: actions.map((id) => ({ id, title: id }))
})

const line: ReadonlyArray<FileEdge> = [
  ["s", "w"],
  ["w", "q"],
  ["q", "t", "send"],
  ["t", "e"]
]

const file = (question: FileNode = ask()) =>
  workflowFile(
    {
      s: start,
      w: outside("draft", { delay: 1 }),
      q: question,
      t: { ...template("{{ v }}", "q"), variables: [{ variable: "v", value_selector: ["q", "__rendered_content"] }] },
      e: end(["t", "output"])
    },
    line
  )

const paused = <A, E>(
  use: (
    run: Run,
    runner: WorkflowRunner["Service"],
    stored: StoredRun
  ) => Effect.Effect<A, E, Inspector | WorkflowRunner>,
  options: RunOptions = {}
) =>
  Effect.suspend(() => {
    const node = outsideNode()
    return Effect.gen(function* () {
      const runner = yield* WorkflowRunner
      const run = yield* runner.start(file(), options)
      assert.strictEqual((yield* run.result).status, "paused")
      const stored = yield* (yield* RunStore).find(run.id)
      if (stored === undefined) return yield* Effect.die("the run is not stored")
      return yield* use(run, runner, stored)
    }).pipe(Effect.provide(layerEngine({ nodes: [node.type] })))
  })

const again = (run: StoredRun): StoredRun => Result.getOrThrow(readRecord(writeRecord(run)))

describe("the record of a run that asks somebody", () => {
  it.live("is read while it waits: the node runs, is paused, and what it declares is to come", () =>
    paused((run, _runner, stored) =>
      Effect.gen(function* () {
        const inspector = yield* Inspector
        const snapshot = yield* inspector.snapshot(run.id)
        expect(snapshot.workflow_run_status).toBe("paused")
        const node = snapshot.node_outputs.find(({ node_id }) => node_id === "q")
        expect(node).toMatchObject({ node_status: "running", paused: true })
        expect(node?.outputs.map(({ name, status }) => [name, status])).toEqual([
          ["note", "running"],
          ["__action_id", "running"],
          ["__rendered_content", "running"],
          ["__action_value", "running"]
        ])
        expect(again(stored).facts()).toEqual(stored.facts())
        yield* run.resume({ action: "send", inputs: { note: "now" } })
        yield* run.result
        const after = yield* inspector.node(run.id, "q")
        expect(after).toMatchObject({ node_status: "ready" })
        expect(after).not.toHaveProperty("paused")
      })
    )
  )

  it.live("tests equal, paused or resumed, and asks nobody", () =>
    paused((run, _runner, stored) =>
      Effect.gen(function* () {
        expect(yield* testRecord(again(stored))).toEqual(equal)
        yield* run.resume({ action: "send", inputs: { note: "now" } })
        expect((yield* run.result).status).toBe("succeeded")
        expect(yield* testRecord(again(stored))).toEqual(equal)
      })
    )
  )

  it.live("tests what the form of today says to the answer of then", () =>
    paused((run, _runner, stored) =>
      Effect.gen(function* () {
        yield* run.resume({ action: "send", inputs: { note: "now" } })
        yield* run.result
        const reworded = yield* testRecord(stored, { workflow: file(ask("Really? {{#$output.note#}}")) })
        expect(reworded.first).toBe("q")
        expect(reworded.nodes[0]?.differences).toEqual([
          { what: "outputs.__rendered_content", left: "Send draft 1? now", right: "Really? now" }
        ])
        const without = yield* testRecord(stored, { workflow: file(ask(undefined, ["post", "drop"])) })
        expect(without.nodes[0]).toMatchObject({ node_id: "q" })
        expect(JSON.stringify(without.nodes[0]?.differences)).toContain("answer_not_recorded")
      })
    )
  )

  it.live("says paused where the other run went on", () =>
    paused((_run, _runner, stored) =>
      Effect.gen(function* () {
        const diff = yield* testRecord(stored, { workflow: file(template("no question", "w")) })
        expect(diff.run).toContainEqual({ what: "status", left: "paused", right: "succeeded" })
      })
    )
  )
})
