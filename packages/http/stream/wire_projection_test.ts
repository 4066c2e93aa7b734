import { describe, expect, it } from "@effect/vitest"
import type { RunEvent } from "@flowglass/core"
import { Schema } from "effect"
import { recordsOf } from "./_test_streamed.ts"
import { WireEvent } from "./wire_event.ts"

const at = 1_700_000_000_500
const any = { run_id: "r", seq: 1, at }
const node = { ...any, node_id: "n", node_type: "llm", execution: "root/n", frame: "root", attempt: 0 }
const ended = {
  ...node,
  title: "The n",
  inputs: { prompt: "p" },
  process_data: { model: "m" },
  outputs: { text: "t" },
  metadata: { agent_log: [] },
  usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3, total_price: "0", currency: "USD" },
  elapsed_ms: 1500,
  mocked: false
}
const error = { code: "model_timeout", type: "TimeoutError", message: "too slow" }
const end = { ...any, outputs: { a: 1 }, elapsed_ms: 2500, total_tokens: 3, total_steps: 4, exceptions_count: 5 }
const started: RunEvent = {
  event: "run_started",
  ...any,
  workflow: {},
  inputs: { name: "Ada", __proto__: null },
  system: { user_id: "ada", conversation_id: "hidden", query: "hi" }
}
const nodeStarted: RunEvent = { event: "node_started", ...node, title: "The n" }
const container = { ...node, node_id: "it", node_type: "iteration", execution: "root/it", title: "The it" }
const opened: RunEvent = { event: "iteration_started", ...container, inputs: { iterator_selector: [1, 2] }, length: 2 }
const form = {
  TYPE: "human_input_required",
  form_id: "f",
  node_id: "n",
  node_title: "The n",
  execution: "root/n",
  form_content: "Who?",
  inputs: [{ type: "paragraph", output_variable_name: "who", default: null }],
  actions: [{ id: "ok", title: "OK", button_style: "default" }],
  display_in_ui: true,
  resolved_default_values: { who: "Ada" },
  expiration_time: 1_700_100_000
}
const chat = { conversationId: "c", messageId: "m" }
const file = { dify_model_identity: "__dify__file__", filename: "a.pdf" }
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/

const envelope = { workflow_run_id: "r", task_id: "task" }
const nodeHead = {
  id: expect.stringMatching(uuid),
  node_id: "n",
  node_type: "llm",
  title: "The n",
  index: 1,
  predecessor_node_id: null
}
const nodeTail = {
  inputs: { prompt: "p" },
  inputs_truncated: false,
  process_data: { model: "m" },
  process_data_truncated: false,
  outputs: { text: "t" },
  outputs_truncated: false,
  elapsed_time: 1.5,
  execution_metadata: { total_tokens: 3, total_price: "0", currency: "USD", agent_log: [] },
  created_at: 1_700_000_000,
  finished_at: 1_700_000_000,
  files: [],
  iteration_id: null,
  loop_id: null
}
const finished = {
  id: "r",
  workflow_id: "w",
  outputs: { a: 1 },
  error: null,
  elapsed_time: 2.5,
  total_tokens: 3,
  total_steps: 4,
  created_by: { id: "eu-1", user: "ada" },
  created_at: 1_700_000_000,
  finished_at: 1_700_000_000,
  exceptions_count: 5,
  files: []
}

/** The last record of some events, whole. */
const cases: ReadonlyArray<readonly [string, ReadonlyArray<RunEvent>, unknown]> = [
  [
    "run_started",
    [started],
    {
      event: "workflow_started",
      data: {
        id: "r",
        workflow_id: "w",
        inputs: { name: "Ada", "sys.user_id": "ada", "sys.query": "hi" },
        created_at: 1_700_000_000,
        reason: "initial"
      }
    }
  ],
  [
    "run_succeeded",
    [started, { event: "run_succeeded", ...end }],
    { event: "workflow_finished", data: { ...finished, status: "succeeded" } }
  ],
  [
    "run_partial_succeeded",
    [started, { event: "run_partial_succeeded", ...end }],
    { event: "workflow_finished", data: { ...finished, status: "partial-succeeded" } }
  ],
  [
    "run_failed",
    [started, { event: "run_failed", ...end, error, node_id: "n" }],
    { event: "workflow_finished", data: { ...finished, status: "failed", error: "too slow" } }
  ],
  [
    "run_stopped",
    [started, { event: "run_stopped", ...end, error: { ...error, message: "Stopped by user." } }],
    { event: "workflow_finished", data: { ...finished, status: "stopped", error: "Stopped by user." } }
  ],
  [
    "run_paused",
    [
      started,
      nodeStarted,
      { event: "node_paused", ...node, reason: {} },
      { event: "run_paused", ...any, at: at + 1000, reasons: [form] }
    ],
    {
      event: "workflow_paused",
      data: {
        workflow_run_id: "r",
        paused_nodes: ["n"],
        outputs: {},
        reasons: [{ ...form, form_token: null }],
        status: "paused",
        created_at: 1_700_000_000,
        elapsed_time: 1,
        total_tokens: 0,
        total_steps: 1
      }
    }
  ],
  [
    "human_input_filled",
    [
      started,
      {
        event: "human_input_filled",
        ...node,
        title: "The n",
        form_id: "f",
        action: "ok",
        action_title: "OK",
        values: { who: "Ada" },
        rendered_content: "Ada"
      }
    ],
    {
      event: "human_input_form_filled",
      data: {
        node_id: "n",
        node_title: "The n",
        rendered_content: "Ada",
        action_id: "ok",
        action_text: "OK",
        submitted_data: { who: "Ada" }
      }
    }
  ],
  [
    "human_input_expired",
    [started, { event: "human_input_expired", ...node, title: "The n", form_id: "f", expiration_time: 1_700_100_000 }],
    {
      event: "human_input_form_timeout",
      data: { node_id: "n", node_title: "The n", expiration_time: 1_700_100_000 }
    }
  ],
  [
    "run_resumed",
    [started, { event: "run_resumed", ...any }],
    {
      event: "workflow_started",
      data: expect.objectContaining({ reason: "resumption", inputs: expect.objectContaining({ name: "Ada" }) })
    }
  ],
  [
    "node_started",
    [nodeStarted],
    {
      event: "node_started",
      data: {
        ...nodeHead,
        inputs: null,
        inputs_truncated: false,
        created_at: 1_700_000_000,
        extras: {},
        iteration_id: null,
        loop_id: null,
        agent_strategy: null
      }
    }
  ],
  [
    "node_succeeded",
    [nodeStarted, { event: "node_succeeded", ...ended }],
    { event: "node_finished", data: { ...nodeHead, ...nodeTail, status: "succeeded", error: null } }
  ],
  [
    "node_failed",
    [nodeStarted, { event: "node_failed", ...ended, error }],
    { event: "node_finished", data: { ...nodeHead, ...nodeTail, status: "failed", error: "too slow" } }
  ],
  [
    "node_exception",
    [nodeStarted, { event: "node_exception", ...ended, error }],
    { event: "node_finished", data: { ...nodeHead, ...nodeTail, status: "exception", error: "too slow" } }
  ],
  [
    "node_retry",
    [
      nodeStarted,
      {
        event: "node_retry",
        ...node,
        title: "The n",
        inputs: { prompt: "p" },
        process_data: {},
        error,
        retry_index: 1,
        delay_ms: 0
      }
    ],
    {
      event: "node_retry",
      data: {
        ...nodeHead,
        ...nodeTail,
        process_data: {},
        outputs: null,
        elapsed_time: 0,
        execution_metadata: {},
        status: "retry",
        error: "too slow",
        retry_index: 1
      }
    }
  ],
  [
    "iteration_started",
    [opened],
    {
      event: "iteration_started",
      data: {
        id: "it",
        node_id: "it",
        node_type: "iteration",
        title: "The it",
        created_at: 1_700_000_000,
        extras: {},
        metadata: { iterator_length: 2, iteration_length: 2 },
        inputs: { iterator_selector: [1, 2] },
        inputs_truncated: false
      }
    }
  ],
  [
    "iteration_next",
    [opened, { event: "iteration_next", ...container, index: 0 }],
    {
      event: "iteration_next",
      data: {
        id: "it",
        node_id: "it",
        node_type: "iteration",
        title: "The it",
        index: 0,
        created_at: 1_700_000_000,
        extras: {}
      }
    }
  ],
  [
    "iteration_succeeded",
    [
      opened,
      { event: "node_succeeded", ...ended, frame: "root/it[0]", execution: "root/it[0]/n" },
      { event: "iteration_succeeded", ...container, outputs: { output: [1] }, steps: 2 },
      { event: "node_succeeded", ...ended, ...container, metadata: { iteration_duration_map: { "0": 1 } } }
    ],
    {
      event: "iteration_completed",
      data: {
        id: "it",
        node_id: "it",
        node_type: "iteration",
        title: "The it",
        outputs: { output: [1] },
        outputs_truncated: false,
        created_at: 1_700_000_000,
        extras: {},
        inputs: { iterator_selector: [1, 2] },
        inputs_truncated: false,
        status: "succeeded",
        error: null,
        elapsed_time: 1.5,
        total_tokens: 3,
        execution_metadata: { total_tokens: 3, iteration_duration_map: { "0": 1 } },
        finished_at: 1_700_000_000,
        steps: 2
      }
    }
  ],
  [
    "loop_next",
    [{ event: "loop_next", ...container, node_type: "loop", index: 1 }],
    { event: "loop_next", data: expect.objectContaining({ index: 1, pre_loop_output: {} }) }
  ],
  [
    "chunk",
    [{ event: "chunk", ...node, selector: ["n", "text"], text: "Hi", is_final: false }],
    { event: "text_chunk", data: { text: "Hi", from_variable_selector: ["n", "text"] } }
  ],
  [
    "chunk_reset",
    [
      { event: "chunk", ...node, execution: "root/a", selector: ["a", "text"], text: "kept ", is_final: true },
      { event: "chunk", ...node, selector: ["n", "text"], text: "wrong", is_final: false },
      { event: "chunk_reset", ...node, selector: ["n", "text"] }
    ],
    { event: "text_replace", data: { text: "kept " } }
  ],
  [
    "reasoning_chunk",
    [{ event: "reasoning_chunk", ...node, text: "hm", is_final: false }],
    { event: "reasoning_chunk", data: { message_id: null, reasoning: "hm", node_id: "n", is_final: false } }
  ],
  [
    "agent_log",
    [
      {
        event: "agent_log",
        ...node,
        data: { id: "l", label: "Attempt 1", status: "success", parent_id: null, data: { x: 1 } }
      }
    ],
    {
      event: "agent_log",
      data: {
        node_execution_id: expect.stringMatching(uuid),
        id: "l",
        label: "Attempt 1",
        parent_id: null,
        error: null,
        status: "success",
        data: { x: 1 },
        metadata: {},
        node_id: "n"
      }
    }
  ]
]

describe("a record for each event", () => {
  const decode = Schema.decodeUnknownSync(WireEvent)
  for (const [name, events, expected] of cases) {
    it(name, () => {
      const records = recordsOf(events)
      expect(records.at(-1)).toEqual({ ...envelope, ...Object(expected) })
      for (const record of records) expect(decode(record)).toEqual(record)
    })
  }

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
