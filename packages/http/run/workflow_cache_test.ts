import { describe, expect, it } from "@effect/vitest"
import { NodeRegistry, readWorkflowData, type Workflow, WorkflowRunner, type WorkflowVersion } from "@flowglass/core"
import { layerEngine } from "@flowglass/inspector"
import { Effect } from "effect"
import { WorkflowCache } from "./workflow_cache.ts"

const graph = { nodes: [{ id: "s", data: { type: "start", variables: [] } }], edges: [] }

const version = (id: string, change: Partial<WorkflowVersion> = {}): WorkflowVersion => ({
  id,
  tenantId: "t",
  appId: "a",
  mode: "workflow",
  version: "draft",
  graph,
  features: {},
  environmentVariables: [],
  conversationVariables: [],
  hash: "h",
  markedName: "",
  markedComment: "",
  createdBy: null,
  createdAt: 1,
  updatedBy: null,
  updatedAt: 1,
  ...change
})

const compiled = Effect.runSync(
  Effect.provide(
    WorkflowRunner.use((runner) => runner.load({ data: { workflow: { graph } } })),
    layerEngine()
  )
)
const other: Workflow = { ...compiled, name: "other" }

describe("WorkflowCache", () => {
  it("gives back what was compiled from the same row, and nothing else", () => {
    const cache = new WorkflowCache()
    cache.keep(version("1"), compiled)
    expect(cache.find(version("1"))).toBe(compiled)
    expect(cache.find(version("2"))).toBeUndefined()
    expect(cache.find(version("__proto__"))).toBeUndefined()
  })

  it("forgets a row with everything that changed in it, even within one millisecond and with the same hash", () => {
    const changes: ReadonlyArray<Partial<WorkflowVersion>> = [
      { updatedAt: 2 },
      { hash: "i" },
      { environmentVariables: [{ name: "x", value: 1 }] },
      { conversationVariables: [{ name: "x", value: 1 }] }
    ]
    for (const change of changes) {
      const cache = new WorkflowCache()
      cache.keep(version("1"), compiled)
      expect(cache.find(version("1", change))).toBeUndefined()
      expect(cache.size).toBe(0)
    }
  })

  it("keeps the newest of a row", () => {
    const cache = new WorkflowCache()
    cache.keep(version("1"), compiled)
    cache.keep(version("1", { hash: "i" }), other)
    expect(cache.find(version("1", { hash: "i" }))).toBe(other)
    expect(cache.size).toBe(1)
  })

  it("is bounded: those used longest ago leave first", () => {
    const cache = new WorkflowCache({ entries: 2, characters: 1e6 })
    cache.keep(version("1"), compiled)
    cache.keep(version("2"), compiled)
    cache.find(version("1"))
    cache.keep(version("3"), compiled)
    expect(["1", "2", "3"].map((id) => cache.find(version(id)) !== undefined)).toEqual([true, false, true])
  })

  it("is bounded by size too: hostile graphs push out each other, and one too large is not kept", () => {
    const large = { nodes: [{ id: "x".repeat(600) }], edges: [] }
    const cache = new WorkflowCache({ entries: 100, characters: 1000 })
    cache.keep(version("1", { graph: large }), compiled)
    cache.keep(version("2", { graph: large }), compiled)
    cache.keep(version("3", { graph: { nodes: ["x".repeat(2000)] } }), compiled)
    expect(cache.size).toBe(1)
    expect(cache.find(version("2", { graph: large }))).toBe(compiled)
  })
})

describe("a workflow that is data", () => {
  it("is read like its file, without lines: problems name their JSON pointer", () => {
    const read = Effect.runSync(
      Effect.provide(
        NodeRegistry.useSync((registry) =>
          readWorkflowData({ nodes: [{ id: "a", data: { type: "unheard" } }] }, registry)
        ),
        layerEngine()
      )
    )
    expect(read.problems.find(({ code }) => code === "node_type_unknown")).toMatchObject({
      pointer: "/nodes/0/data/type",
      line: 0,
      column: 0
    })
    const error = Effect.runSync(
      Effect.provide(
        WorkflowRunner.use((runner) => Effect.flip(runner.load({ data: { workflow: { graph: { nodes: [] } } } }))),
        layerEngine()
      )
    )
    expect(error.message).not.toContain("line 0")
  })

  it("that no file can hold is refused by a code, not by a crash", () => {
    const deep = JSON.parse(`${'{"a":'.repeat(200)}1${"}".repeat(200)}`)
    const cyclic: { self?: unknown } = {}
    cyclic.self = cyclic
    const codes = [deep, cyclic, null, "text", new Date(0)].map((data: unknown) =>
      Effect.runSync(
        Effect.provide(
          WorkflowRunner.use((runner) => Effect.map(Effect.flip(runner.load({ data })), ({ code }) => code)),
          layerEngine()
        )
      )
    )
    expect(codes).toEqual([
      "dsl_yaml_depth_limit_exceeded",
      "dsl_expected_mapping",
      "dsl_expected_mapping",
      "dsl_expected_mapping",
      "dsl_expected_mapping"
    ])
  })
})
