import { assert, describe, expect, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { FileValue } from "../value/file_value.ts"
import { float } from "../value/value.ts"
import { callTool } from "./call_tool.ts"
import type { HostTool } from "./host_tool.ts"
import { HostTools, toolNames } from "./host_tools.ts"
import { ToolAnswer } from "./tool_answer.ts"

const call = { provider: "acme/search/search", tool: "find", runId: "r", nodeId: "n", idempotencyKey: "r/n/0" }
const outputsOf = (tool: HostTool) => Effect.map(callTool(tool, {}, call), (outputs) => ({ ...outputs }))
const failureOf = (tool: HostTool) => Effect.flip(callTool(tool, {}, call))

describe("a tool of the host", () => {
  it.effect("gets plain parameters and what there is to know of its call", () =>
    Effect.gen(function* () {
      const seen: Array<unknown> = []
      yield* callTool((parameters, about) => void seen.push(parameters, about), { n: float(1), o: { a: [1] } }, call)
      expect(seen).toEqual([
        { n: 1, o: { a: [1] } },
        { ...call, signal: expect.any(AbortSignal) }
      ])
    })
  )

  it.effect("says a text, data, or messages of several kinds; nothing is an empty text", () =>
    Effect.gen(function* () {
      expect(yield* outputsOf(() => "hi")).toEqual({ text: "hi", files: [], json: [{ data: [] }] })
      expect(yield* outputsOf(() => Promise.resolve({ a: 1 }))).toEqual({
        text: '{"a": 1}',
        files: [],
        json: [{ a: 1 }]
      })
      expect(yield* outputsOf(() => [{ a: 1 }, { a: 2 }])).toMatchObject({ json: [{ a: 1 }, { a: 2 }] })
      expect(yield* outputsOf(() => undefined)).toEqual({ text: "", files: [], json: [{ data: [] }] })
      const files = [{ transfer_method: "remote_url", url: "https://example.com/a.png" }]
      const answer = yield* outputsOf(
        () => new ToolAnswer({ text: "two", json: { a: 1 }, files, variables: { rows: [1, 2] } })
      )
      expect(answer).toMatchObject({ text: "two", json: [{ a: 1 }], rows: [1, 2] })
      const [file] = Array.isArray(answer.files) ? answer.files : []
      assert.instanceOf(file, FileValue)
      assert.strictEqual(file.attributes.filename, "a.png")
    })
  )

  it.effect("fails with what it throws, now or later", () =>
    Effect.gen(function* () {
      const tools: ReadonlyArray<HostTool> = [
        () => {
          throw new Error("no key")
        },
        () => Promise.reject(new Error("no key"))
      ]
      for (const tool of tools) {
        const failure = yield* failureOf(tool)
        assert.strictEqual(failure.code, "tool_call_failed")
        assert.strictEqual(failure.message, "Failed to invoke tool: find of acme/search/search: no key")
      }
    })
  )

  it.effect("fails when what it says can be no output", () =>
    Effect.gen(function* () {
      const circle: Record<string, unknown> = {}
      circle.self = circle
      const answers: ReadonlyArray<readonly [unknown, RegExp]> = [
        [circle, /cannot become a value/],
        [new Map(), /cannot become a value/],
        [new ToolAnswer({ files: [{ transfer_method: "remote_url", url: "file:///etc/passwd" }] }), /Invalid file url/],
        [new ToolAnswer({ files: [5] }), /file mapping is wrong/],
        [new ToolAnswer({ json: () => 1 }), /cannot become a value/]
      ]
      for (const [answer, message] of answers) assert.match((yield* failureOf(() => answer)).message, message)
    })
  )

  it.effect("hostile: names such as __proto__ are data on both ways", () =>
    Effect.gen(function* () {
      const hostile = JSON.parse('{"__proto__": {"polluted": true}}')
      const outputs = yield* outputsOf(() => new ToolAnswer({ variables: hostile }))
      assert.isFalse("polluted" in outputs)
      assert.isFalse("polluted" in {})
      const find = yield* Effect.provide(
        Effect.map(HostTools, (tools) => tools.find),
        HostTools.layer({ real: () => 1 })
      )
      for (const tool of ["constructor", "toString", "__proto__"]) assert.isUndefined(find({ provider: "p", tool }))
    })
  )

  it.live("is told to stop when nobody waits any more", () =>
    Effect.gen(function* () {
      let aborted = false
      const waiting: HostTool = (_, { signal }) =>
        new Promise(() => signal.addEventListener("abort", () => void (aborted = true)))
      const fiber = yield* Effect.forkChild(callTool(waiting, {}, call))
      yield* Effect.sleep(5)
      yield* Fiber.interrupt(fiber)
      assert.isTrue(aborted)
    })
  )

  it.effect("says texts piece by piece, and between them what else there is", () =>
    Effect.gen(function* () {
      const said: Array<string> = []
      const tool: HostTool = async function* () {
        yield "two "
        yield new ToolAnswer({ json: [{ a: 1 }], variables: { rows: 1 } })
        yield ""
        yield new ToolAnswer({ text: "rows", variables: { rows: 2 } })
      }
      const outputs = yield* callTool(tool, {}, call, (text) => said.push(text))
      expect({ ...outputs }).toEqual({ text: "two rows", files: [], json: [{ a: 1 }], rows: 2 })
      expect(said).toEqual(["two ", "rows"])
      expect(yield* outputsOf(async function* () {})).toEqual({ text: "", files: [], json: [{ data: [] }] })
    })
  )

  it.effect("hostile pieces: what is no text, and what is thrown between two, are failures", () =>
    Effect.gen(function* () {
      for (const piece of [5, null, { text: "x" }, new ToolAnswer(JSON.parse('{"text": 5}'))]) {
        const failure = yield* failureOf(async function* () {
          yield piece
        })
        assert.match(failure.message, /neither a text nor a ToolAnswer$/)
      }
      const failure = yield* failureOf(async function* () {
        yield "half"
        throw new Error("lost")
      })
      assert.match(failure.message, /: lost$/)
    })
  )

  it.live("is told to stop in the middle of what it says", () =>
    Effect.gen(function* () {
      const seen: Array<string> = []
      const endless: HostTool = async function* (_, { signal }) {
        signal.addEventListener("abort", () => seen.push("aborted"))
        try {
          for (;;) {
            yield "x"
            await new Promise((resolve) => setTimeout(resolve, 1))
          }
        } finally {
          seen.push("closed")
        }
      }
      const fiber = yield* Effect.forkChild(callTool(endless, {}, call))
      yield* Effect.sleep(20)
      yield* Fiber.interrupt(fiber)
      yield* Effect.sleep(20)
      expect(new Set(seen)).toEqual(new Set(["aborted", "closed"]))
    })
  )

  it("is found under the exact name first", () => {
    const name = { provider: "langgenius/time/time", tool: "current_time" }
    assert.deepStrictEqual(toolNames(name), ["langgenius/time/time/current_time", "time/current_time", "current_time"])
    assert.deepStrictEqual(toolNames({ provider: "time", tool: "now" }), ["time/now", "now"])
  })
})
