import { assert, describe, it } from "@effect/vitest"
import type { NodeFinished } from "../run/fact.ts"
import { FileValue } from "../value/file_value.ts"
import type { Value, ValueObject } from "../value/value.ts"
import { HeldSize } from "./_held_size.ts"

const nothing = {}

const finished = (outputs: ValueObject): NodeFinished => ({
  kind: "node_finished",
  seq: 1,
  epoch: 1,
  version: 1,
  at: 1,
  frame: 0,
  node: 0,
  attempt: 0,
  status: "succeeded",
  inputs: nothing,
  processData: nothing,
  outputs,
  metadata: nothing,
  mocked: false,
  elapsed: 1,
  edges: [],
  ready: []
})

/** What a fact with these outputs takes more than one without. */
const more = (outputs: ValueObject): number => new HeldSize().add(finished(outputs)) - new HeldSize().add(finished({}))

describe("HeldSize", () => {
  it("counts texts, lists, objects and the bytes of files", () => {
    assert.isAbove(more({ text: "x".repeat(1000) }), 2000)
    assert.isAbove(more({ list: Array.from({ length: 1000 }, () => 1) }), 8000)
    assert.isAbove(more({ deep: { deep: { text: "x".repeat(1000) } } }), 2000)
    const url = `https://a.test/${"x".repeat(1000)}`
    const place = { type: "custom", transfer_method: "remote_url" } as const
    assert.isAbove(more({ file: new FileValue({ ...place, url }) }), 2000)
    assert.isAbove(more({ file: new FileValue({ ...place, bytes: new Uint8Array(1e6) }) }), 1e6)
    // A piece of a buffer keeps all of it.
    assert.isAbove(more({ file: new FileValue({ ...place, bytes: new Uint8Array(1e6).subarray(0, 1) }) }), 1e6)
  })

  it("counts once what many facts share", () => {
    const bytes = new Uint8Array(500_000)
    const text = "x".repeat(100_000)
    const list = Array.from({ length: 10_000 }, () => 1)
    const size = new HeldSize()
    for (let index = 0; index < 100; index++) {
      const file = new FileValue({ type: "custom", transfer_method: "local_file", bytes: bytes.subarray(index) })
      size.add(finished({ text, list, file }))
    }
    assert.isAbove(size.bytes, 500_000 + 200_000 + 80_000)
    assert.isBelow(size.bytes, 1_000_000)
  })

  it("a name such as __proto__ is counted as data, and a value nested a million levels deep ends somewhere", () => {
    const hostile: ValueObject = JSON.parse(`{"__proto__": "${"x".repeat(1000)}"}`)
    assert.isAbove(more({ hostile }), 2000)
    let deep: Value = []
    for (let level = 0; level < 1e6; level++) deep = [deep]
    assert.isAbove(more({ deep }), 10_000)
  })
})
