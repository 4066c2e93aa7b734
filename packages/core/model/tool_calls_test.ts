import { assert, describe, it } from "@effect/vitest"
import { ToolCalls } from "./_tool_calls.ts"

type Pieces = Parameters<ToolCalls["add"]>[0]

const together = (...pieces: ReadonlyArray<Pieces>) => {
  const calls = new ToolCalls()
  for (const piece of pieces) calls.add(piece)
  return calls.finish()
}

describe("ToolCalls", () => {
  it("puts pieces together by index", () => {
    assert.deepStrictEqual(
      together(
        [{ index: 0, id: "a", function: { name: "look", arguments: "" } }],
        [{ index: 0, id: null, function: { name: null, arguments: '{"x"' } }],
        [{ index: 0, function: { arguments: ":1}" } }]
      ),
      [{ id: "a", name: "look", arguments: '{"x":1}' }]
    )
  })

  it("servers without index send calls whole or go on with the last one", () => {
    assert.deepStrictEqual(
      together(
        [{ id: "a", function: { name: "look", arguments: '{"x"' } }],
        [{ id: "a", function: { arguments: ":1}" } }],
        [{ id: "b", function: { name: "find", arguments: { y: 2 } } }]
      ),
      [
        { id: "a", name: "look", arguments: '{"x":1}' },
        { id: "b", name: "find", arguments: '{"y":2}' }
      ]
    )
  })

  it("a call without id gets one, and absurd indexes are only names", () => {
    assert.deepStrictEqual(together([{ index: 1e15, function: { name: "look", arguments: "{}" } }]), [
      { id: "call_0", name: "look", arguments: "{}" }
    ])
  })
})
