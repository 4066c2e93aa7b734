import { describe, expect } from "@effect/vitest"
import { any, at, end, error, finished, form, node, nodeStarted, started, testRecords } from "./_test_wire_events.ts"

describe("a record for each event of a run", () => {
  testRecords([
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
      "run_resumed",
      [started, { event: "run_resumed", ...any }],
      {
        event: "workflow_started",
        data: expect.objectContaining({ reason: "resumption", inputs: expect.objectContaining({ name: "Ada" }) })
      }
    ]
  ])
})
