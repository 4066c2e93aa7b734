import { describe, expect } from "@effect/vitest"
import type { RunEvent } from "@flowglass/core"
import { container, ended, error, opened, testRecords } from "./_test_wire_events.ts"

const loop = { ...container, node_id: "lp", node_type: "loop", execution: "root/lp", title: "The lp" }
const loopStarted: RunEvent = { event: "loop_started", ...loop, inputs: { loop_count: 3 }, length: 3 }

describe("a record for each event of a container", () => {
  testRecords([
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
      "iteration_failed",
      [
        opened,
        { event: "iteration_failed", ...container, outputs: {}, steps: 1, error },
        { event: "node_failed", ...ended, ...container, error }
      ],
      {
        event: "iteration_completed",
        data: expect.objectContaining({ status: "failed", error: "too slow", outputs: {}, steps: 1 })
      }
    ],
    [
      "loop_started",
      [loopStarted],
      {
        event: "loop_started",
        data: {
          id: "lp",
          node_id: "lp",
          node_type: "loop",
          title: "The lp",
          created_at: 1_700_000_000,
          extras: {},
          metadata: { loop_length: 3 },
          inputs: { loop_count: 3 },
          inputs_truncated: false
        }
      }
    ],
    [
      "loop_succeeded",
      [
        loopStarted,
        { event: "loop_succeeded", ...loop, outputs: { a: 1 }, steps: 3, completed_reason: "loop_completed" },
        { event: "node_succeeded", ...ended, ...loop }
      ],
      {
        event: "loop_completed",
        data: expect.objectContaining({ node_id: "lp", status: "succeeded", error: null, outputs: { a: 1 }, steps: 3 })
      }
    ],
    [
      "loop_failed",
      [
        loopStarted,
        { event: "loop_failed", ...loop, outputs: {}, steps: 2, error },
        { event: "node_failed", ...ended, ...loop, error }
      ],
      {
        event: "loop_completed",
        data: expect.objectContaining({ node_id: "lp", status: "failed", error: "too slow", steps: 2 })
      }
    ],
    [
      "loop_next",
      [{ event: "loop_next", ...container, node_type: "loop", index: 1 }],
      { event: "loop_next", data: expect.objectContaining({ index: 1, pre_loop_output: {} }) }
    ]
  ])
})
