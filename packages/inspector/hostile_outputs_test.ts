import { assert, describe, expect, it } from "@effect/vitest"
import { isValueObject, objectFrom, type Value } from "@flowglass/core"
import { Effect, Result, Stream } from "effect"
import { inspectorOf, MadeRun } from "./_test_made_run.ts"
import { diffRuns } from "./diff/diff_runs.ts"
import { Inspector } from "./inspector.ts"
import { readRecord } from "./record/read_record.ts"
import { writeRecord } from "./record/write_record.ts"
import { RunView, runView } from "./run_view.ts"
import { watchRun } from "./watch_run.ts"

const names = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "",
  " ",
  "a/b",
  "\u202egnp.exe",
  "\u0000",
  "\ud800"
]

const outputs = objectFrom(names.map((name, index) => [name, { [name]: index }] as const))

/** A run whose inputs, nodes and outputs have names that are traps elsewhere. */
const trapped = () => {
  const declared = names.map((name) => ({ name, type: "object", required: true }) as const)
  const run = new MadeRun(
    names.map((id) => ({ id, outputs: declared })),
    { inputs: outputs, environment: outputs, conversation: outputs, system: outputs, mocks: { __proto__mock: outputs } }
  )
  for (const name of names) run.started(name).finished(name, { outputs, inputs: outputs, metadata: outputs })
  return run.ended()
}

const nested = (depth: number): Value => {
  let value: Value = "core"
  for (let level = 0; level < depth; level++) value = { next: value }
  return value
}

const timed = <A>(use: () => A): readonly [A, number] => {
  const before = performance.now()
  const result = use()
  return [result, performance.now() - before]
}

describe("hostile names", () => {
  it.effect("nodes and outputs named __proto__, empty or unprintable are shown and found like any other", () =>
    Effect.gen(function* () {
      const run = trapped()
      const inspector = yield* Inspector
      const snapshot = yield* inspector.snapshot(run.accepted.runId)
      expect(snapshot.node_outputs.map((node) => node.node_id)).toEqual(names)
      for (const [index, node] of snapshot.node_outputs.entries()) {
        expect(node.outputs.map((output) => output.name)).toEqual(names)
        expect(node.outputs.every((output) => output.status === "ready" && output.inferred === undefined)).toBe(true)
        const name = names[index] ?? ""
        const { value } = yield* inspector.output(run.accepted.runId, name, name)
        expect(Object.entries(value ?? {})).toEqual([[name, index]])
      }
      assert.isUndefined(Reflect.get({}, "0"))
      assert.deepStrictEqual(Object.keys(Object.prototype), [])
    }).pipe(Effect.provide(inspectorOf(trapped())))
  )

  it.effect("they are found neither on a node that has none nor on one that lists others", () =>
    Effect.gen(function* () {
      const run = new MadeRun([{ id: "plain" }]).started("plain").finished("plain", { outputs: { a: 1 } })
      for (const name of names) {
        const asked = Effect.flatMap(Inspector, (inspector) => inspector.output(run.accepted.runId, "plain", name))
        expect(yield* Effect.flip(Effect.provide(asked, inspectorOf(run)))).toMatchObject({
          code: "node_output_not_declared"
        })
        const node = Effect.flatMap(Inspector, (inspector) => inspector.node(run.accepted.runId, name))
        expect(yield* Effect.flip(Effect.provide(node, inspectorOf(run)))).toMatchObject({
          code: "node_not_in_workflow_run"
        })
      }
    })
  )

  it("records keep them, and comparisons see them", () => {
    const run = trapped()
    const again = Result.getOrThrow(readRecord(writeRecord(run)))
    expect(diffRuns(run, again)).toMatchObject({ equal: true })
    const [accepted] = again.facts()
    assert.isTrue(accepted?.kind === "run_accepted" && isValueObject(accepted.inputs))
    expect(Object.keys(accepted?.kind === "run_accepted" ? accepted.inputs : {})).toEqual(names)
    expect(runView(again).snapshot()).toEqual(runView(run).snapshot())
  })

  it("an output with a name of a megabyte is listed, found and missed", () => {
    const name = "n".repeat(1_000_000)
    const run = new MadeRun([{ id: "a" }]).started("a").finished("a", { outputs: { [name]: 1 } })
    expect(runView(run).node("a")?.outputs[0]?.name).toBe(name)
    expect(runView(run).output("a", name)).toMatchObject({ value: 1 })
    expect(runView(run).output("a", `${name}n`)).toBeUndefined()
  })
})

describe("hostile sizes", () => {
  it.effect("an output of 100 MB: a small snapshot in under half a second, the whole value whole", () =>
    Effect.gen(function* () {
      const text = "0123456789".repeat(10_000_000)
      text.codePointAt(text.length - 1)
      const run = new MadeRun([{ id: "a" }], { secretNames: ["KEY"], environment: { KEY: "sk-secret-0123" } })
      run.started("a").finished("a", { outputs: { text, inside: { list: [text] } } })
      const [snapshot, time] = timed(() => new RunView(run).snapshot())
      assert.isBelow(time, 500)
      assert.isBelow(JSON.stringify(snapshot).length, 5000)
      expect(snapshot.node_outputs[0]?.outputs).toMatchObject([{ truncated: true }, { truncated: true }])
      const events = yield* Stream.runCollect(Stream.take(watchRun(run), 1))
      assert.isBelow(JSON.stringify(events).length, 5000)
      const asked = Effect.flatMap(Inspector, (inspector) => inspector.output(run.accepted.runId, "a", "text"))
      const { value } = yield* Effect.provide(asked, inspectorOf(run))
      assert.isTrue(value === text)
    })
  )

  it("an error message of 50 MB is cut", () => {
    const error = { code: "node_defect", type: "", message: "e".repeat(50_000_000) }
    const run = new MadeRun([{ id: "a" }]).started("a").finished("a", { status: "failed", error })
    const message = runView(run).node("a")?.error?.message ?? ""
    assert.isBelow(message.length, 100_000)
    assert.isTrue(message.endsWith("…"))
  })

  it("an output nested 1,000 levels deep is shown, whole and in the snapshot", () => {
    const run = new MadeRun([{ id: "a" }]).started("a").finished("a", { outputs: { deep: nested(1000) } })
    expect(runView(run).node("a")?.outputs[0]).toMatchObject({ status: "ready", truncated: true })
    let value = runView(run).output("a", "deep")?.value
    let depth = 0
    while (typeof value === "object" && value !== null && "next" in value) {
      value = value.next
      depth++
    }
    assert.strictEqual(depth, 1000)
    assert.strictEqual(value, "core")
  })
})
