import { expect, it } from "@effect/vitest"
import type { RunEvent } from "@flowglass/core"
import { Schema } from "effect"
import { recordsOf } from "./_test_streamed.ts"
import { WireEvent } from "./wire_event.ts"

/** The moment of every event here, in milliseconds. */
export const at = 1_700_000_000_500
/** What every event has. */
export const any = { run_id: "r", seq: 1, at }
/** What every event of a node has. */
export const node = { ...any, node_id: "n", node_type: "llm", execution: "root/n", frame: "root", attempt: 0 }
/** What every end of a node has. */
export const ended = {
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
export const error = { code: "model_timeout", type: "TimeoutError", message: "too slow" }
/** What every end of a run has. */
export const end = { ...any, outputs: { a: 1 }, elapsed_ms: 2500, total_tokens: 3, total_steps: 4, exceptions_count: 5 }
export const started: RunEvent = {
  event: "run_started",
  ...any,
  workflow: {},
  inputs: { name: "Ada", __proto__: null },
  system: { user_id: "ada", conversation_id: "hidden", query: "hi" }
}
export const nodeStarted: RunEvent = { event: "node_started", ...node, title: "The n" }
export const container = { ...node, node_id: "it", node_type: "iteration", execution: "root/it", title: "The it" }
/** The beginning of an iteration. */
export const opened: RunEvent = {
  event: "iteration_started",
  ...container,
  inputs: { iterator_selector: [1, 2] },
  length: 2
}
export const form = {
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
export const chat = { conversationId: "c", messageId: "m" }
export const file = { dify_model_identity: "__dify__file__", filename: "a.pdf" }
/** The id of a node execution on the wire. */
export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/

/** What every record of a workflow app has. */
export const envelope = { workflow_run_id: "r", task_id: "task" }
/** How a record names its node. */
export const nodeHead = {
  id: expect.stringMatching(uuid),
  node_id: "n",
  node_type: "llm",
  title: "The n",
  index: 1,
  predecessor_node_id: null
}
/** What a record says of a node that has ended. */
export const nodeTail = {
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
/** What a record says of a run that has ended. */
export const finished = {
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

/** A name, some events, and their last record, whole but for what every record has. */
export type RecordCase = readonly [name: string, events: ReadonlyArray<RunEvent>, record: unknown]

const decode = Schema.decodeUnknownSync(WireEvent)

/** Tests that events become the records that are expected, and that all of these fit their schema. */
export const testRecords = (cases: ReadonlyArray<RecordCase>): void => {
  for (const [name, events, expected] of cases) {
    it(name, () => {
      const records = recordsOf(events)
      expect(records.at(-1)).toEqual({ ...envelope, ...Object(expected) })
      for (const record of records) expect(decode(record)).toEqual(record)
    })
  }
}
