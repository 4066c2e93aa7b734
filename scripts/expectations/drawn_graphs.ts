import { join } from "node:path"

/** What of a node is said in a description. */
interface Data {
  readonly [name: string]: unknown
}

type Edge = readonly [source: string, target: string, handle?: string]

const fileOf = (nodes: Readonly<Record<string, Data>>, edges: ReadonlyArray<Edge>): string =>
  JSON.stringify({
    app: { mode: "workflow", name: "drawn" },
    kind: "app",
    version: "0.6.0",
    workflow: {
      graph: {
        nodes: Object.entries(nodes).map(([id, data]) => ({ id, data: { title: id, ...data } })),
        edges: edges.map(([source, target, sourceHandle = "source"]) => ({ source, target, sourceHandle }))
      }
    }
  })

const start = (...variables: ReadonlyArray<Data>): Data => ({ type: "start", variables })
const items = { variable: "items", label: "Items", type: "json_object" }

const end = (outputs: Readonly<Record<string, ReadonlyArray<string>>>): Data => ({
  type: "end",
  outputs: Object.entries(outputs).map(([variable, value_selector]) => ({ variable, value_selector }))
})

/** No start variable of Dify holds a list, so the list comes out of code, which the cases mock. */
const list: Data = {
  type: "code",
  code_language: "javascript",
  code: "function main() { return { items: [] } }",
  variables: [],
  outputs: { items: { type: "array[string]" } }
}

const iteration = (more: Data): Data => ({
  type: "iteration",
  start_node_id: "iteration-start",
  iterator_selector: ["list", "items"],
  error_handle_mode: "terminated",
  flatten_output: true,
  ...more
})

const inIteration = (data: Data): Data => ({ ...data, iteration_id: "iteration", isInIteration: true })
const inLoop = (data: Data): Data => ({ ...data, loop_id: "loop", isInLoop: true })

const listed: ReadonlyArray<Edge> = [
  ["start", "list"],
  ["list", "iteration"],
  ["iteration", "end"]
]

const failingItems = (mode: string): string =>
  fileOf(
    {
      start: start(items),
      list,
      iteration: iteration({ output_selector: ["fail", "output"], error_handle_mode: mode }),
      "iteration-start": inIteration({ type: "iteration-start" }),
      "child-response": inIteration(end({ partial: ["iteration", "item"] })),
      fail: inIteration({
        type: "assigner",
        version: "2",
        items: [
          { variable_selector: ["conversation", "gone"], input_type: "constant", operation: "over-write", value: "x" }
        ]
      }),
      end: end({ items: ["iteration", "output"] })
    },
    [...listed, ["iteration-start", "child-response"], ["child-response", "fail"]]
  )

const llm = (text: string): Data => ({
  type: "llm",
  model: { provider: "openai", name: "gpt", mode: "chat", completion_params: {} },
  prompt_template: [{ role: "user", text }]
})

/** The graphs that cases describe in words, as files. Lists they start with are mocked: `node:list`. */
export const drawnGraphs: Readonly<Record<string, string>> = {
  "g-iteration-parallel-1-worker": fileOf(
    {
      start: start(items),
      list,
      iteration: iteration({ output_selector: ["render", "output"], is_parallel: true, parallel_nums: 2 }),
      "iteration-start": inIteration({ type: "iteration-start" }),
      render: inIteration({
        type: "template-transform",
        template: "{{ item }}!",
        variables: [{ variable: "item", value_selector: ["iteration", "item"] }]
      }),
      end: end({ items: ["iteration", "output"] })
    },
    [...listed, ["iteration-start", "render"]]
  ),
  "g-iteration-error-terminated": failingItems("terminated"),
  "g-iteration-error-remove-abnormal-output": failingItems("remove-abnormal-output"),
  "g-loop-break-0": fileOf(
    {
      start: start(),
      loop: {
        type: "loop",
        start_node_id: "loop-start",
        loop_count: 5,
        loop_variables: [{ label: "counter", var_type: "number", value_type: "constant", value: 0 }],
        break_conditions: [{ variable_selector: ["loop", "counter"], comparison_operator: "≥", value: "0" }]
      },
      "loop-start": inLoop({ type: "loop-start" }),
      increment: inLoop({
        type: "assigner",
        version: "2",
        items: [{ variable_selector: ["loop", "counter"], input_type: "constant", operation: "+=", value: 1 }]
      }),
      end: end({ counter: ["loop", "counter"] })
    },
    [
      ["start", "loop"],
      ["loop-start", "increment"],
      ["loop", "end"]
    ]
  ),
  "g-loop-end-node": fileOf(
    {
      start: start(),
      loop: { type: "loop", start_node_id: "loop-start", loop_count: 3 },
      "loop-start": inLoop({ type: "loop-start" }),
      stop: inLoop({ type: "loop-end" }),
      end: end({ round: ["loop", "loop_round"] })
    },
    [
      ["start", "loop"],
      ["loop-start", "stop"],
      ["loop", "end"]
    ]
  ),
  "human-branch-secondary": fileOf(
    {
      start: start(),
      llm_initial: llm("begin"),
      human: {
        type: "human-input",
        form_content: "Which way?",
        user_actions: [
          { id: "primary", title: "Primary" },
          { id: "secondary", title: "Secondary" }
        ]
      },
      llm_primary: llm("first"),
      llm_secondary: llm("second"),
      end_primary: end({ initial_text: ["llm_initial", "text"], primary_text: ["llm_primary", "text"] }),
      end_secondary: end({ initial_text: ["llm_initial", "text"], secondary_text: ["llm_secondary", "text"] })
    },
    [
      ["start", "llm_initial"],
      ["llm_initial", "human"],
      ["human", "llm_primary", "primary"],
      ["llm_primary", "end_primary"],
      ["human", "llm_secondary", "secondary"],
      ["llm_secondary", "end_secondary"]
    ]
  )
}

/** The workflow of a case: its file, or the text of its drawn graph. */
export const workflowOf = (
  folder: string,
  one: { readonly id: string; readonly fixture: string | null }
): string | { readonly text: string } =>
  one.fixture === null ? { text: drawnGraphs[one.id] ?? "" } : join(folder, one.fixture)
