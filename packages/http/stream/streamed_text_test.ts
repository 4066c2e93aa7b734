import { describe } from "@effect/vitest"
import { node, testRecords } from "./_test_wire_events.ts"

describe("a record for each piece of text", () => {
  testRecords([
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
    ]
  ])
})
