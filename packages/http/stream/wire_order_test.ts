import { describe, expect, it } from "@effect/vitest"
import { ModelServerFailed } from "@flowglass/core/error"
import { Effect, Schema } from "effect"
import { type StreamedRun, streamed } from "./_test_streamed.ts"
import { chatting, failing, greeting, iterating, looping } from "./_test_workflows.ts"
import { WireEvent } from "./wire_event.ts"

const broken = new ModelServerFailed({ message: "the model is down" })
const decode = Schema.decodeUnknownSync(WireEvent)

/** What holds for every stream, whatever its run came to. */
const sound = (run: StreamedRun): ReadonlyArray<string> => {
  for (const record of run.records) expect(decode(record)).toEqual(record)
  expect(run.path[0]).toBe("workflow_started")
  expect(run.path.filter((line) => line.startsWith("workflow_finished"))).toHaveLength(1)
  const [open, closed] = [new Set<string>(), new Set<string>()]
  for (const record of run.records) {
    if (record.event === "node_started") open.add(record.data.id)
    if (record.event === "node_finished") {
      expect(open.has(record.data.id)).toBe(true)
      expect(closed.has(record.data.id)).toBe(false)
      closed.add(record.data.id)
    }
  }
  return run.path
}

const retries = { retry_config: { retry_enabled: true, max_retries: 2, retry_interval: 0 } }

describe("the order of a stream", () => {
  it.live("success: nodes, their text between start and end of the node, and the end last", () =>
    Effect.gen(function* () {
      expect(sound(yield* streamed(greeting, [{ text: "Hello Ada" }], { inputs: { name: "Ada" } }))).toEqual([
        "workflow_started",
        "node_started s",
        "node_finished s succeeded",
        "node_started m",
        'text_chunk "Hello"',
        'text_chunk " Ada"',
        "node_finished m succeeded",
        "node_started e",
        "node_finished e succeeded",
        "workflow_finished succeeded"
      ])
    })
  )

  it.live("failure: the failed node, then the end; no error event", () =>
    Effect.gen(function* () {
      const run = yield* streamed(failing(), [{ error: broken }])
      expect(sound(run).slice(-2)).toEqual(["node_finished m failed", "workflow_finished failed"])
      expect(run.records.at(-1)).toMatchObject({ data: { error: expect.stringContaining("the model is down") } })
    })
  )

  it.live("retry: one start, a record for each retry, one end, under one execution id", () =>
    Effect.gen(function* () {
      const run = yield* streamed(failing(retries), [
        { call: 1, error: broken },
        { call: 2, error: broken },
        { text: "ok" }
      ])
      const node = run.records.flatMap((record) =>
        "data" in record && "node_id" in record.data && record.data.node_id === "m" ? [record] : []
      )
      expect(sound(run).filter((line) => line.includes(" m"))).toEqual([
        "node_started m",
        "node_retry m 1",
        "node_retry m 2",
        "node_finished m succeeded"
      ])
      expect(new Set(node.map((record) => ("id" in record.data ? record.data.id : ""))).size).toBe(1)
      expect(run.path.at(-1)).toBe("workflow_finished succeeded")
    })
  )

  it.live("exception: the strategy goes on, and the end counts it", () =>
    Effect.gen(function* () {
      const run = yield* streamed(failing({ error_strategy: "fail-branch" }), [{ error: broken }])
      expect(sound(run)).toContain("node_finished m exception")
      expect(run.records.at(-1)).toMatchObject({ data: { status: "partial-succeeded", exceptions_count: 1 } })
    })
  )

  it.live("iteration: its own three events, and inner nodes that say where they are", () =>
    Effect.gen(function* () {
      const run = yield* streamed(iterating, [{ text: "Hi" }])
      const round = (index: number) => [`iteration_next ${index}`, "node_started m", "node_finished m succeeded"]
      expect(sound(run).slice(3, -3)).toEqual([
        "iteration_started it",
        ...round(0),
        ...round(1),
        ...round(2),
        "iteration_completed it succeeded",
        'text_chunk "- Hi\\n- Hi\\n- Hi"'
      ])
      const inner = run.records.flatMap((record) =>
        record.event === "node_finished" && record.data.node_id === "m" ? [record.data] : []
      )
      expect(inner.map((node) => node.iteration_id)).toEqual(["it", "it", "it"])
      expect(inner.map((node) => node.execution_metadata)).toMatchObject(
        [0, 1, 2].map((iteration_index) => ({
          iteration_id: "it",
          iteration_index
        }))
      )
      expect(run.records.find((record) => record.event === "iteration_started")).toMatchObject({
        data: { id: "it", metadata: { iterator_length: 3, iteration_length: 3 } }
      })
    })
  )

  it.live("iteration that fails: completed as failed, with the error that ended it", () =>
    Effect.gen(function* () {
      const run = yield* streamed(iterating, [{ call: 2, error: broken }, { text: "Hi" }])
      expect(sound(run).slice(-3)).toEqual([
        "node_finished m failed",
        "iteration_completed it failed",
        "workflow_finished failed"
      ])
      expect(run.records.at(-2)).toMatchObject({ data: { error: "the model is down" } })
    })
  )

  it.live("loop: no next one before the first round, and none after the last", () =>
    Effect.gen(function* () {
      const inner = ["node_started t", "node_finished t succeeded"]
      expect(sound(yield* streamed(looping, [])).slice(3, -6)).toEqual([
        "loop_started lp",
        ...inner,
        "loop_next 1",
        ...inner,
        "loop_next 2",
        ...inner,
        "loop_completed lp succeeded"
      ])
    })
  )

  it.live("stop: the end says so at once; the node at work has none", () =>
    Effect.gen(function* () {
      const run = yield* streamed(greeting, [{ text: "never said", delay: "1 minute" }], {
        inputs: { name: "Ada" },
        stopAt: "m"
      })
      expect(sound(run).slice(-2)).toEqual(["node_started m", "workflow_finished stopped"])
      expect(run.records.at(-1)).toMatchObject({ data: { error: "Stopped by user." } })
    })
  )

  it.live("chat: messages, the message's end, the run's end", () =>
    Effect.gen(function* () {
      const chat = { conversationId: "c", messageId: "msg" }
      const options = { mode: "advanced-chat", query: "hi" }
      const run = yield* streamed(chatting, [{ text: "Hello" }], options, { chat })
      expect(sound(run).filter((line) => !line.startsWith("node_"))).toEqual([
        "workflow_started",
        'message "So: "',
        'message "Hello"',
        "message_end",
        "workflow_finished succeeded"
      ])
      for (const record of run.records) {
        expect(record).toMatchObject({ conversation_id: "c", message_id: "msg", created_at: expect.any(Number) })
        expect(Object.values({ ...record, data: 0 })).not.toContain(null)
      }
      expect(run.records.at(-2)).toMatchObject({ metadata: { usage: { total_tokens: expect.any(Number) } } })
    })
  )

  it.live("chat that fails: the end, and then an error with the code that the run failed with", () =>
    Effect.gen(function* () {
      const chat = { conversationId: "c", messageId: "msg" }
      const run = yield* streamed(chatting, [{ error: broken }], { mode: "advanced-chat", query: "hi" }, { chat })
      expect(run.path.slice(-2)).toEqual(["workflow_finished failed", "error"])
      expect(run.records.at(-1)).toMatchObject({ code: "model_server_failed", status: 400 })
      expect(run.records.at(-1)).not.toHaveProperty("task_id")
    })
  )
})
