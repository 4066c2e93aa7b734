import { describe, expect, it } from "@effect/vitest"
import type { RunEvent } from "@flowglass/core"
import { recordsOf } from "./_test_streamed.ts"
import {
  any,
  chat,
  container,
  end,
  ended,
  error,
  file,
  finished,
  node,
  nodeStarted,
  opened,
  started
} from "./_test_wire_events.ts"

describe("the records of a run", () => {
  it("no record for edges, updated variables, empty text and nodes that were stopped", () => {
    const edge = { ...any, frame: "root", node_id: "s", edge_id: "e", target_node_id: "n", source_handle: "source" }
    const events: ReadonlyArray<RunEvent> = [
      { event: "edge_taken", ...edge },
      { event: "edge_skipped", ...edge },
      { event: "variable_updated", ...node, selector: ["conversation", "x"], value: 1 },
      { event: "chunk", ...node, selector: ["n", "text"], text: "", is_final: true },
      { event: "node_stopped", ...ended, error },
      { event: "chunk_reset", ...node, selector: ["n", "text"] }
    ]
    expect(recordsOf(events)).toEqual([])
  })

  it("nodes are numbered as they start, and name the node that led to them", () => {
    const edge = { ...any, frame: "root", node_id: "n", edge_id: "e", target_node_id: "z", source_handle: "source" }
    const records = recordsOf([
      nodeStarted,
      { event: "edge_taken", ...edge },
      { event: "node_started", ...node, node_id: "z", execution: "root/z", title: "" }
    ])
    expect(records.at(-1)).toMatchObject({ data: { index: 2, predecessor_node_id: "n" } })
  })

  it("files among outputs are listed, wherever a name like a prototype leads", () => {
    const outputs = JSON.parse(
      JSON.stringify({ one: file, many: [file, 1], deep: { file } }).replace("deep", "__proto__")
    )
    expect(recordsOf([{ event: "run_succeeded", ...end, outputs }])).toMatchObject([{ data: { files: [file, file] } }])
  })

  it("a node inside a loop inside an iteration names both, and its rounds", () => {
    const loop = { ...container, node_id: "l%p", node_type: "loop", frame: "root/it[2]", execution: "root/it[2]/l%25p" }
    const inner = { ...ended, frame: "root/it[2]/l%25p[1]", execution: "root/it[2]/l%25p[1]/n" }
    const records = recordsOf([
      opened,
      { event: "loop_started", ...loop, inputs: {}, length: 9 },
      { event: "node_succeeded", ...inner }
    ])
    expect(records.at(-1)).toMatchObject({
      data: {
        iteration_id: "it",
        loop_id: "l%p",
        execution_metadata: { iteration_id: "it", iteration_index: 2, loop_id: "l%p", loop_index: 1 }
      }
    })
  })

  it("chat apps are told message and conversation; what is about the message does not name the run", () => {
    const events: ReadonlyArray<RunEvent> = [
      started,
      { event: "chunk", ...node, selector: ["n", "text"], text: "Hi", is_final: true },
      { event: "chunk_reset", ...node, selector: ["n", "text"] },
      { event: "run_failed", ...end, error }
    ]
    const address = { conversation_id: "c", message_id: "m", created_at: 1_700_000_000, task_id: "task" }
    const withoutTask = { conversation_id: "c", message_id: "m", created_at: 1_700_000_000 }
    expect(recordsOf(events, { chat }).slice(1)).toEqual([
      { event: "message", id: "m", answer: "Hi", from_variable_selector: ["n", "text"], ...address },
      { event: "message_replace", answer: "", reason: "retry", ...address },
      {
        event: "workflow_finished",
        data: { ...finished, status: "failed", error: "too slow" },
        ...address,
        workflow_run_id: "r"
      },
      { event: "error", code: "model_timeout", message: "Run failed: too slow", status: 400, ...withoutTask }
    ])
  })

  it("pages get what they can show, and are told what was cut; the service API gets everything", () => {
    const outputs = { long: "x".repeat(100_001), many: Array.from({ length: 1001 }, () => 1), short: "y" }
    const events: ReadonlyArray<RunEvent> = [{ event: "node_succeeded", ...ended, outputs }]
    const [page] = recordsOf(events, { truncates: true })
    expect(page).toMatchObject({ data: { outputs_truncated: true, inputs_truncated: false, outputs: { short: "y" } } })
    expect(JSON.stringify(page).length).toBeLessThan(105_000)
    expect(recordsOf(events)).toMatchObject([{ data: { outputs_truncated: false, outputs } }])
  })
})
