import type { ModelScript } from "@flowglass/core"

/** What the models of the demo answer; there is no model behind it, so that the demo needs no key. */
export const demoScript: ModelScript = [
  { name: "demo-model", text: "Hello Ada, enjoy the warm day!" },
  {
    name: "demo-editor",
    toolCalls: [{ id: "call_1", name: "final_output", arguments: '{"title":"A warm hello","mood":"cheerful"}' }]
  }
]
