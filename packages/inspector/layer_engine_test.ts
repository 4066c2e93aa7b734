import { describe, expect, it } from "@effect/vitest"
import { LanguageModels, layerMemoryRunStore, RunStore, WorkflowRunner } from "@flowglass/core"
import { Effect, Layer } from "effect"
import { type FileEdge, type FileNode, workflowFile } from "./_test_workflow_file.ts"
import { Inspector } from "./inspector.ts"
import { type EngineOptions, layerEngine } from "./layer_engine.ts"
import { layerMemory } from "./layer_memory.ts"
import { outsideNode } from "./record/_test_outside_node.ts"

const start: FileNode = { type: "start", variables: [] }
const line: ReadonlyArray<FileEdge> = [
  ["s", "ask"],
  ["ask", "e"]
]
const asking = (node: FileNode, output = "text") =>
  workflowFile(
    { s: start, ask: node, e: { type: "end", outputs: [{ variable: "said", value_selector: ["ask", output] }] } },
    line
  )

const said = (source: { readonly text: string }) =>
  Effect.map(
    Effect.flatMap(WorkflowRunner, (runner) => runner.run(source)),
    ({ outputs }) => outputs.said
  )

const model = { provider: "openai", name: "m", mode: "chat", completion_params: {} }
const llm: FileNode = { type: "llm", model, prompt_template: [{ role: "user", text: "Greet." }] }
const scripted = (text: string) => ({ models: LanguageModels.layerScripted([{ text }]) })

describe("layerEngine", () => {
  it.live("runs workflows with the models, node types and store it was given", () =>
    Effect.gen(function* () {
      const node = outsideNode()
      const engine = (options: EngineOptions) =>
        Effect.provide(said(asking({ type: "acme/outside", say: "hi" })), layerEngine(options))
      expect(yield* engine({ nodes: [node.type] })).toBe("hi 1")
      expect(yield* Effect.flip(engine({}))).toMatchObject({ code: "node_type_unknown" })
      expect(yield* Effect.provide(said(asking(llm)), layerEngine(scripted("Hello")))).toBe("Hello")
    })
  )

  it.live("without models a workflow with one does not start", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Effect.provide(said(asking(llm)), layerMemory))
      expect(error.code).toBe("model_not_configured")
    })
  )

  it.live("an entry of allow that is none fails the layer", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Effect.scoped(Layer.build(layerEngine({ allow: ["not a host!"] }))))
      expect(error.code).toBe("outbound_allow_entry_invalid")
    })
  )

  it.live("an engine inside another one is an engine of its own", () =>
    Effect.gen(function* () {
      const { run_id } = yield* Effect.flatMap(WorkflowRunner, (runner) => runner.run(asking(llm)))
      yield* Effect.gen(function* () {
        expect(yield* said(asking(llm))).toBe("inner")
        const inspector = yield* Inspector
        const error = yield* Effect.flip(inspector.snapshot(run_id))
        expect(error.code).toBe("workflow_run_not_found")
        expect((yield* Effect.flatMap(RunStore, (store) => store.list())).length).toBe(1)
      }).pipe(Effect.provide(layerEngine(scripted("inner"))))
      expect(yield* said(asking(llm))).toBe("outer")
      expect((yield* Effect.flatMap(RunStore, (store) => store.list())).length).toBe(2)
    }).pipe(Effect.provide(layerEngine(scripted("outer"))))
  )

  it.live("an engine inside another one cannot reach what only the other one may", () => {
    const call: FileNode = { type: "http-request", method: "get", url: "http://127.0.0.1:9/", timeout: { connect: 1 } }
    const code = Effect.map(
      Effect.flatMap(WorkflowRunner, (runner) => runner.run(asking(call, "body"))),
      ({ error }) => error?.code
    )
    return Effect.gen(function* () {
      expect(yield* Effect.provide(code, layerMemory)).toBe("outbound_address_refused")
      expect(yield* code).not.toBe("outbound_address_refused")
    }).pipe(Effect.provide(layerEngine({ allow: ["127.0.0.1"] })))
  })

  it.live("a run that the store made room for is unknown, as one that never was", () =>
    Effect.gen(function* () {
      const inspector = yield* Inspector
      const run = Effect.map(
        Effect.flatMap(WorkflowRunner, (runner) => runner.run(asking(llm))),
        ({ run_id }) => run_id
      )
      const first = yield* run
      expect((yield* inspector.snapshot(first)).workflow_run_id).toBe(first)
      yield* run
      for (const id of [first, "never"]) {
        for (const asked of [inspector.snapshot(id), inspector.node(id, "ask"), inspector.events(id)]) {
          expect(yield* Effect.flip<unknown, { readonly code: string }, never>(asked)).toMatchObject({
            code: "workflow_run_not_found"
          })
        }
      }
    }).pipe(Effect.provide(layerEngine({ ...scripted("Hello"), store: layerMemoryRunStore({ capacity: 1 }) })))
  )

  it.live("one engine is built once, however often a program provides it", () =>
    Effect.gen(function* () {
      const engine = layerEngine(scripted("Hello"))
      const ids = yield* Effect.gen(function* () {
        yield* said(asking(llm))
        yield* Effect.provide(said(asking(llm)), engine)
        return yield* Effect.map(
          Effect.flatMap(RunStore, (store) => store.list()),
          (runs) => runs.length
        )
      }).pipe(Effect.provide(engine))
      expect(ids).toBe(2)
    })
  )
})
