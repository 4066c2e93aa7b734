import { describe } from "@effect/vitest"
import { node, started, testRecords } from "./_test_wire_events.ts"

describe("a record for each event of a form", () => {
  testRecords([
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
      [
        started,
        { event: "human_input_expired", ...node, title: "The n", form_id: "f", expiration_time: 1_700_100_000 }
      ],
      {
        event: "human_input_form_timeout",
        data: { node_id: "n", node_title: "The n", expiration_time: 1_700_100_000 }
      }
    ]
  ])
})
