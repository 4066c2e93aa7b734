import { assert, describe, it } from "@effect/vitest"
import { Result, Schema } from "effect"
import { FileValue } from "../value/file_value.ts"
import { Float, float, type Value } from "../value/value.ts"
import { objectFrom } from "../value/value_object.ts"
import { decodeFact, encodeFact } from "./encode_fact.ts"
import { Fact } from "./fact.ts"
import { defaultRunLimits } from "./run_limits.ts"

const values: ReadonlyArray<readonly [string, Value]> = [
  ["__proto__", objectFrom([["__proto__", 1]])],
  ["$float", "1"],
  ["marked", { $float: "1", $object: {} }],
  ["float", float(1)],
  ["minus zero", [new Float(-0), Number.NaN, Number.NEGATIVE_INFINITY, 1.5]],
  ["big", { deep: [2n ** 70n] }],
  ["file", [new FileValue({ type: "image", transfer_method: "local_file", bytes: new Uint8Array([1, 2]) })]],
  ["\ud800", "\udc00\u0000"],
  ["plain", { a: [1, "b", null, true, {}] }],
  ["", []]
]
const object = objectFrom(values)
const stamp = { seq: 2, epoch: 1, version: 1, at: 1.5 } as const
const execution = { ...stamp, frame: 0, node: 1, attempt: 2 }
const error = { code: "c", type: "t", message: "\ud800" }

const facts: ReadonlyArray<Fact> = [
  {
    ...stamp,
    kind: "run_accepted",
    runId: "r",
    engine: "e",
    trigger: "app-run",
    tenantId: "t",
    appId: "a",
    workflowId: "w",
    workflowVersion: "v",
    createdBy: { role: "account", id: "i" },
    inputs: object,
    system: object,
    environment: object,
    conversation: object,
    limits: { ...defaultRunLimits, steps: 7 },
    mocks: { __proto__: object, x: object },
    mockExternals: true
  },
  { ...execution, kind: "node_started" },
  { ...execution, kind: "node_text", output: "o", text: "\ud83d" },
  { ...execution, kind: "node_log", data: object },
  { ...execution, kind: "node_retried", error, delay: 5, inputs: object, processData: object, usage: undefined },
  {
    ...execution,
    kind: "node_finished",
    status: "exception",
    inputs: object,
    processData: object,
    outputs: object,
    metadata: object,
    usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3, total_price: "0.1" },
    error,
    handle: "fail-branch",
    updates: values.map(([name, value]) => ({ selector: ["conversation", name] as const, value })),
    mocked: false,
    elapsed: 3,
    edges: [1, -2],
    ready: [3]
  },
  { ...execution, kind: "node_paused", reason: object },
  { ...execution, kind: "container_started", inputs: object, length: 3, variables: object },
  { ...stamp, kind: "frame_started", frame: 1, parentFrame: 0, container: 2, round: 0, variables: object },
  { ...stamp, kind: "frame_finished", frame: 1, result: object, error: undefined, ended: false, elapsed: 1 },
  { ...stamp, kind: "run_paused", reasons: [object, {}] },
  { ...execution, kind: "node_resumed", action: "\ud800", values: object },
  { ...execution, kind: "node_resumed", values: object },
  { ...stamp, kind: "run_resumed" },
  { ...stamp, kind: "run_ending", status: "stopped", error, failedNode: 1 },
  {
    ...stamp,
    kind: "run_finished",
    status: "failed",
    outputs: object,
    error,
    failedNode: undefined,
    elapsed: 1,
    exceptionsCount: 1,
    totalTokens: 2,
    totalSteps: 3
  }
]

describe("encodeFact", () => {
  it("writes every kind as its schema does, and loses nothing", () => {
    const kinds = new Set(Fact.members.map(({ fields }) => fields.kind.literal))
    assert.deepStrictEqual(new Set(facts.map(({ kind }) => kind)), kinds)
    for (const fact of facts) {
      const text = encodeFact(fact)
      assert.isTrue(text.isWellFormed(), fact.kind)
      assert.deepStrictEqual(JSON.parse(text), JSON.parse(JSON.stringify(Schema.encodeSync(Fact)(fact))), fact.kind)
      const again = Result.getOrThrow(decodeFact(JSON.parse(text)))
      assert.deepStrictEqual(JSON.parse(encodeFact(again)), JSON.parse(text), fact.kind)
    }
  })

  it("reads what was written before there were versions and creators", () => {
    const [accepted = ""] = facts.map(encodeFact)
    const { workflowVersion, createdBy, ...old } = JSON.parse(accepted)
    assert.strictEqual(workflowVersion, "v")
    assert.deepStrictEqual(createdBy, { role: "account", id: "i" })
    const read = Result.getOrThrow(decodeFact(old))
    assert.isTrue(read.kind === "run_accepted" && read.workflowVersion === undefined && read.createdBy === undefined)
  })

  it("hostile: what is no fact is told in a sentence", () => {
    for (const data of [null, 1, {}, { kind: "run_finished" }, { ...JSON.parse('{"__proto__":1}'), kind: "x" }]) {
      assert.isString(Result.getOrThrow(Result.flip(decodeFact(data))))
    }
  })
})
