import { describe, expect } from "@effect/vitest"
import { ended, error, node, nodeHead, nodeStarted, nodeTail, testRecords, uuid } from "./_test_wire_events.ts"

describe("a record for each event of a node", () => {
  testRecords([
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
  ])
})
