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

/** Asks for a note, and goes one of two ways. */
export const ask = (content: string): FileNode => ({
  type: "human-input",
  form_content: content,
  inputs: [{ type: "paragraph", output_variable_name: "text" }],
  user_actions: [
    { id: "yes", title: "Yes" },
    { id: "no", title: "No" }
  ]
})

/** Runs a file to its end; whatever it asks is answered. */
const runAnswered = Effect.fnUntraced(function* (source: WorkflowSource, options: RunOptions) {
  const runner = yield* WorkflowRunner
  const run = yield* runner.start(source, options)
  let result = yield* run.result
  while (result.status === "paused") {
    // The one that was asked last first: answers come in an order of their own.
    for (const { form_id, execution } of (result.forms ?? []).toReversed()) {
      const action = execution.length % 2 === 0 ? "yes" : "no"
      // A run that fails meanwhile takes no answers any more.
      yield* Effect.ignore(run.resume({ form: form_id, action, inputs: { text: execution } }))
    }
    result = yield* run.result
  }
  return result
})

/** Runs a file for real, once. */
export const recorded = <A>(
  source: WorkflowSource,
  use: (trial: Trial) => Effect.Effect<A>,
  options: RunOptions = {}
) =>
  Effect.suspend(() => {
    const node = outsideNode()
    return Effect.gen(function* () {
      const { run_id } = yield* runAnswered(source, options)
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
