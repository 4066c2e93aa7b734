import { describe, expect, it } from "@effect/vitest"
import type { RunEvent } from "@flowglass/core"
import { Effect, Fiber, Stream } from "effect"
import { TestClock } from "effect/testing"
import { streamed } from "./_test_streamed.ts"
import { greeting } from "./_test_workflows.ts"
import { wireBytes, withPings } from "./run_stream.ts"
import type { WireSource } from "./wire_source.ts"

const source: WireSource = {
  runId: "r",
  taskId: "task",
  workflowId: "w",
  starter: { role: "end_user", id: "eu", user: "ada" },
  chat: undefined,
  truncates: false
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
const any = { run_id: "r", seq: 1, at: 1 }
const place = { ...any, node_id: "n", node_type: "llm", execution: "root/n", frame: "root", attempt: 0 }

describe("the stream of a run", () => {
  it.effect("pings first of all and then every ten seconds, also while nothing happens", () =>
    Effect.gen(function* () {
      const reading = yield* Effect.forkChild(
        Stream.runCollect(Stream.map(Stream.take(withPings(Stream.never), 4), textOf))
      )
      yield* TestClock.adjust("29 seconds")
      expect(reading.pollUnsafe()).toBeUndefined()
      yield* TestClock.adjust("1 second")
      expect(yield* Fiber.join(reading)).toEqual(Array.from({ length: 4 }, () => "event: ping\n\n"))
    })
  )

  it.effect("writes big integers with all their digits, and line breaks and odd characters inside one line", () =>
    Effect.gen(function* () {
      const text = "a\n\ndata: {}\r\n\u2028\u0000\ud800"
      const chunk: RunEvent = { event: "chunk", ...place, selector: ["n", "text"], text, is_final: true }
      const inputs: RunEvent = {
        event: "run_started",
        ...any,
        workflow: {},
        inputs: { big: 2n ** 70n },
        system: {}
      }
      const records = yield* Stream.runCollect(wireBytes(Stream.make(inputs, chunk), source))
      const [first = "", second = ""] = records.map(textOf)
      expect(first).toContain('"big":1180591620717411303424')
      expect(second).toMatch(/^data: [^\n\r]*\n\n$/)
      expect(JSON.parse(second.slice(6)).data.text).toBe(text)
    })
  )

  it.effect("costs a slow client nothing: what it has not taken is not written", () =>
    Effect.gen(function* () {
      let written = 0
      const events = Array.from(
        { length: 1000 },
        (): RunEvent => ({
          event: "chunk",
          ...place,
          selector: ["n", "text"],
          is_final: false,
          get text() {
            written++
            return "x".repeat(100_000)
          }
        })
      )
      const body = withPings(wireBytes(Stream.fromArray(events), source))
      yield* Stream.runDrain(Stream.take(body, 4))
      expect(written).toBeGreaterThan(2)
      expect(written).toBeLessThan(10)
    })
  )

  it.effect("frees everything when its reader leaves", () =>
    Effect.gen(function* () {
      let freed = false
      const events = Stream.ensuring(
        Stream.never,
        Effect.sync(() => {
          freed = true
        })
      )
      const reading = yield* Effect.forkChild(Stream.runDrain(withPings(wireBytes(events, source))))
      yield* TestClock.adjust("15 seconds")
      expect(freed).toBe(false)
      yield* Fiber.interrupt(reading)
      expect(freed).toBe(true)
    })
  )

  it.effect("ends with the run: nothing is sent after its end", () =>
    Effect.gen(function* () {
      const end: RunEvent = {
        event: "run_succeeded",
        ...any,
        outputs: {},
        elapsed_ms: 1,
        total_tokens: 0,
        total_steps: 0,
        exceptions_count: 0
      }
      const late: RunEvent = { event: "chunk", ...place, selector: [], text: "late", is_final: true }
      const body = withPings(wireBytes(Stream.concat(Stream.make(end, late), Stream.never), source))
      const records = yield* Stream.runCollect(Stream.map(body, textOf))
      expect(records).toHaveLength(2)
      expect(records[1]).toContain("workflow_finished")
    })
  )

  it.live("shows no secret, whichever record it would be in", () =>
    Effect.gen(function* () {
      const secret = "sk-1234567890-very-secret"
      const variable = { id: "1", name: "key", value_type: "secret", value: secret }
      const content = { ...greeting, environmentVariables: [variable] }
      const prompted = JSON.parse(JSON.stringify(content).replace("{{#s.name#}}", "{{#env.key#}} {{#s.name#}}"))
      const { records } = yield* streamed(prompted, [{ text: "Hello" }], { inputs: { name: secret } })
      expect(records.map((record) => record.event)).toContain("workflow_finished")
      expect(JSON.stringify(records)).toContain("sk-123")
      expect(JSON.stringify(records)).not.toContain(secret)
    })
  )
})
