import { assert, describe, expect, it } from "@effect/vitest"
import { LanguageModels, type RunOptions, RunStore, type ScriptedAnswer, WorkflowRunner } from "@flowglass/core"
import { Effect } from "effect"
import { type FileEdge, workflowFile } from "./_test_workflow_file.ts"
import { layerEngine } from "./layer_engine.ts"
import { runView } from "./run_view.ts"

const line: ReadonlyArray<FileEdge> = [
  ["s", "agent"],
  ["agent", "e"]
]

interface Declared {
  readonly name: string
  readonly type: string
  readonly [field: string]: unknown
}

/** A workflow with one agent of version 2. */
const agentFile = (outputs: ReadonlyArray<Declared>, more: object = {}, edges = line) =>
  workflowFile(
    {
      s: { type: "start", variables: [] },
      agent: {
        type: "agent",
        version: "2",
        agent_soul: { model: { model_provider: "openai", model: "m" } },
        agent_node_job: { workflow_prompt: "Work.", declared_outputs: outputs },
        ...more
      },
      e: { type: "end", outputs: [] },
      sorry: { type: "end", outputs: [] }
    },
    edges
  )

const final = (outputs: object, call: number): ScriptedAnswer => ({
  call,
  toolCalls: [{ id: "1", name: "final_output", arguments: JSON.stringify(outputs) }]
})

/** Runs it with a model that gives these outputs one after the other; what the Inspector shows of the agent. */
const inspected = (file: { readonly text: string }, answers: ReadonlyArray<object>, options: RunOptions = {}) =>
  Effect.gen(function* () {
    const { run_id, status } = yield* Effect.flatMap(WorkflowRunner, (runner) => runner.run(file, options))
    const run = yield* Effect.flatMap(RunStore, (store) => store.find(run_id))
    if (run === undefined) return assert.fail("the run is not stored")
    return { run: status, node: runView(run).node("agent"), status: runView(run).status }
  }).pipe(
    Effect.provide(
      layerEngine({ models: LanguageModels.layerScripted(answers.map((answer, index) => final(answer, index + 1))) })
    )
  )

const city: Declared = { name: "city", type: "string" }
const count: Declared = { name: "count", type: "number", required: false }

describe("outputs of a real agent", () => {
  it.live("are ready with their checks, and not_produced where an optional one is missing", () =>
    Effect.gen(function* () {
      const { node, run } = yield* inspected(agentFile([city, count]), [{ city: "Paris" }])
      expect(run).toBe("succeeded")
      expect(node).toMatchObject({
        node_status: "ready",
        outputs: [
          { name: "city", type: "string", status: "ready", value_preview: "Paris", type_check: { passed: true } },
          { name: "count", type: "number", status: "not_produced", value_preview: null, type_check: { passed: true } }
        ]
      })
    })
  )

  it.live("without a declaration there are text, files and json, and what the model adds is inferred", () =>
    Effect.gen(function* () {
      const { node } = yield* inspected(agentFile([]), [{ text: "T", mood: "good" }])
      expect(node?.outputs.map(({ name, type, status, inferred }) => [name, type, status, inferred])).toEqual([
        ["text", "string", "ready", undefined],
        ["files", "array", "not_produced", undefined],
        ["json", "object", "not_produced", undefined],
        ["mood", null, "ready", true]
      ])
    })
  )

  it.live("a wrong type that stops the run is type_check_failed, with its reason; the others are failed", () =>
    Effect.gen(function* () {
      const { node, run } = yield* inspected(agentFile([city, count]), [{ city: 7, count: 1 }])
      expect(run).toBe("failed")
      expect(node).toMatchObject({
        node_status: "failed",
        error: { code: "output_type_check_failed", message: "city[type_check]: expected string, got int" },
        outputs: [
          {
            name: "city",
            status: "type_check_failed",
            value_preview: null,
            type_check: { passed: false, reason: "expected string, got int" }
          },
          { name: "count", status: "failed", value_preview: null, type_check: null }
        ]
      })
    })
  )

  it.live("a wrong type that a default value replaced is type_check_failed, and shows the default", () =>
    Effect.gen(function* () {
      const declared = { ...city, failure_strategy: { on_failure: "default_value", default_value: "nowhere" } }
      const { node, run } = yield* inspected(agentFile([declared]), [{ city: 7 }])
      expect(run).toBe("succeeded")
      expect(node).toMatchObject({
        node_status: "ready",
        outputs: [{ status: "type_check_failed", value_preview: "nowhere", type_check: { passed: false } }]
      })
    })
  )

  it.live("a wrong type that took the fail branch keeps its check", () =>
    Effect.gen(function* () {
      const declared = { ...city, failure_strategy: { on_failure: "fail_branch" } }
      const edges: ReadonlyArray<FileEdge> = [...line, ["agent", "sorry", "fail-branch"]]
      const { node, status } = yield* inspected(agentFile([declared], { error_strategy: "fail-branch" }, edges), [
        { city: 7 }
      ])
      expect(status).toBe("partial-succeeded")
      expect(node).toMatchObject({
        node_status: "failed",
        error: { code: "output_type_check_failed_fail_branch" }
      })
      expect(node?.outputs.map(({ name, status: shown }) => [name, shown])).toEqual([
        ["city", "type_check_failed"],
        ["error_message", "failed"],
        ["error_type", "failed"]
      ])
    })
  )

  it.live("an agent that was asked again says how often, on every output", () =>
    Effect.gen(function* () {
      const retry = { retry: { enabled: true, max_retries: 3 } }
      const { node } = yield* inspected(agentFile([{ ...city, failure_strategy: retry }, count]), [
        { city: 7 },
        {},
        { city: "Paris", count: 2 }
      ])
      expect(node).toMatchObject({
        node_status: "ready",
        attempts: 1,
        outputs: [
          { status: "ready", value_preview: "Paris", retried: 2 },
          { status: "ready", value_preview: 2, retried: 2 }
        ]
      })
    })
  )

  it.live("a mock can show every status without a model", () =>
    Effect.gen(function* () {
      const mocks = { "node:agent": { city: 7 } }
      const { node } = yield* inspected(agentFile([city, count]), [], { mocks })
      expect(node).toMatchObject({
        mocked: true,
        outputs: [{ status: "type_check_failed", value_preview: 7 }, { status: "not_produced" }]
      })
    })
  )
})
