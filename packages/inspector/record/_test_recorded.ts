import { type RunOptions, RunStore, type StoredRun, WorkflowRunner, type WorkflowSource } from "@flowglass/core"
import { Effect, Result } from "effect"
import { type FileEdge, type FileNode, workflowFile } from "../_test_workflow_file.ts"
import type { RunDiff } from "../diff/diff_runs.ts"
import { layerEngine } from "../layer_engine.ts"
import { type OutsideNode, outsideNode } from "./_test_outside_node.ts"
import { readRecord } from "./read_record.ts"
import { testRecord } from "./test_record.ts"
import { writeRecord } from "./write_record.ts"

export const start: FileNode = { type: "start", variables: [] }
export const outside = (say: string, more: object = {}): FileNode => ({ type: "acme/outside", say, ...more })
export const template = (text: string, from: string): FileNode => ({
  type: "template-transform",
  template: text,
  variables: [{ variable: "v", value_selector: [from, "text"] }]
})
export const end = (...from: ReadonlyArray<readonly [string, string]>): FileNode => ({
  type: "end",
  outputs: from.map((selector) => ({ variable: selector[0], value_selector: selector }))
})

/** A run that was recorded, and what it asked outside. */
export interface Trial {
  readonly run: StoredRun
  readonly node: OutsideNode
  /** Tests the record of the run, as it is read from its file. */
  readonly test: (workflow?: WorkflowSource) => Effect.Effect<RunDiff>
}

/** Runs a file for real, once. */
export const recorded = <A>(
  source: WorkflowSource,
  use: (trial: Trial) => Effect.Effect<A>,
  options: RunOptions = {}
) =>
  Effect.suspend(() => {
    const node = outsideNode()
    return Effect.gen(function* () {
      const { run_id } = yield* Effect.flatMap(WorkflowRunner, (runner) => runner.run(source, options))
      const run = yield* Effect.flatMap(RunStore, (store) => store.find(run_id))
      if (run === undefined) return yield* Effect.die("the run is not stored")
      const context = yield* Effect.context<WorkflowRunner>()
      const record = Result.getOrThrow(readRecord(writeRecord(run)))
      const test = (workflow?: WorkflowSource) =>
        testRecord(record, workflow === undefined ? {} : { workflow }).pipe(
          Effect.provideContext(context),
          Effect.orDie
        )
      return yield* use({ run, node, test })
    }).pipe(Effect.provide(layerEngine({ nodes: [node.type] })), Effect.orDie)
  })

export const equal: RunDiff = { equal: true, first: null, inputs: [], run: [], nodes: [], changed: [] }

/** Each node as `id status`, and `id output` where that differs. */
export const told = (diff: RunDiff) =>
  diff.nodes.flatMap((node) => node.differences.map(({ what, right }) => `${node.node_id} ${what} ${String(right)}`))

export const line: ReadonlyArray<FileEdge> = [
  ["s", "ask"],
  ["ask", "t"],
  ["t", "e"]
]
export const simple = (more: object = {}, text = "[{{ v }}]") =>
  workflowFile({ s: start, ask: outside("hello", more), t: template(text, "ask"), e: end(["t", "output"]) }, line)

export const timed = Effect.fnUntraced(function* <A>(effect: Effect.Effect<A>) {
  const before = performance.now()
  const value = yield* effect
  return [value, performance.now() - before] as const
})
