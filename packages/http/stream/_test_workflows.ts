interface Json {
  readonly [name: string]: unknown
}

const node = (id: string, type: string, data: Json = {}): Json => ({ id, data: { type, title: `The ${id}`, ...data } })
const edge = (source: string, target: string, sourceHandle = "source"): Json => ({ source, target, sourceHandle })

const start = (...variables: ReadonlyArray<Json>): Json => node("s", "start", { variables })
const end = (selector: ReadonlyArray<string>): Json =>
  node("e", "end", { outputs: [{ variable: "answer", value_selector: selector, value_type: "string" }] })
const model = { provider: "openai", name: "gpt-4o-mini", mode: "chat", completion_params: {} }
const llm = (id: string, data: Json = {}): Json =>
  node(id, "llm", { model, prompt_template: [{ role: "user", text: "Greet {{#s.name#}}" }], ...data })
const plain = { prompt_template: [{ role: "user", text: "Greet" }] }
const text = (id: string, template: string, data: Json = {}): Json =>
  node(id, "template-transform", { template, variables: [], ...data })

const name = { variable: "name", label: "Name", type: "text-input", required: true, max_length: 48 }

/** A stored workflow of a test: the content that a draft has. */
export interface TestContent {
  readonly graph: Json
  readonly features: Json
  readonly environmentVariables: ReadonlyArray<Json>
  readonly conversationVariables: ReadonlyArray<Json>
}

const content = (nodes: ReadonlyArray<Json>, edges: ReadonlyArray<Json>, more: Partial<TestContent> = {}) => ({
  graph: { nodes, edges },
  features: {},
  environmentVariables: [],
  conversationVariables: [],
  ...more
})

/** Start, model, end: asks for `name`. */
export const greeting: TestContent = content(
  [start(name), llm("m"), end(["m", "text"])],
  [edge("s", "m"), edge("m", "e")]
)

/** The model fails, after as many retries as asked for. */
export const failing = (data: Json = {}): TestContent =>
  content(
    [start(), llm("m", { ...plain, ...data }), text("t", "Sorry"), end(["t", "output"])],
    [edge("s", "m"), edge("m", "e"), edge("m", "t", "fail-branch"), edge("t", "e")]
  )

const within = (container: "iteration" | "loop", id: string, inner: Json): Json => ({
  ...inner,
  data: { ...Object(inner.data), [`${container}_id`]: id }
})

/** Asks for a note; the one who approves decides what is answered. `data` changes the question. */
export const asking = (data: Json = {}): TestContent =>
  content(
    [
      start(name),
      node("q", "human-input", {
        form_content: "Publish {{#s.name#}}? {{#$output.note#}}",
        inputs: [{ type: "paragraph", output_variable_name: "note" }],
        user_actions: [
          { id: "yes", title: "Yes", button_style: "primary" },
          { id: "no", title: "No" }
        ],
        delivery_methods: [{ id: "1", type: "webapp", enabled: true, config: {} }],
        ...data
      }),
      end(["q", "note"])
    ],
    [edge("s", "q"), edge("q", "e", "yes")]
  )

/** An iteration over three items, each of which asks the model. */
export const iterating: TestContent = content(
  [
    start(),
    node("it", "iteration", {
      start_node_id: "its",
      iterator_selector: ["env", "items"],
      output_selector: ["m", "text"],
      error_handle_mode: "terminated"
    }),
    within("iteration", "it", node("its", "iteration-start")),
    within("iteration", "it", llm("m", { prompt_template: [{ role: "user", text: "Greet {{#it.item#}}" }] })),
    end(["it", "output"])
  ],
  [edge("s", "it"), edge("its", "m"), edge("it", "e")],
  { environmentVariables: [{ id: "1", name: "items", value_type: "array[string]", value: ["Ada", "Bob", "Eve"] }] }
)

/** A loop of three rounds. */
export const looping: TestContent = content(
  [
    start(),
    node("lp", "loop", { start_node_id: "lps", loop_count: 3, break_conditions: [], logical_operator: "and" }),
    within("loop", "lp", node("lps", "loop-start")),
    within("loop", "lp", text("t", "x")),
    text("after", "done"),
    end(["after", "output"])
  ],
  [edge("s", "lp"), edge("lps", "t"), edge("lp", "after"), edge("after", "e")]
)

/** A chat app that answers with what the model says. */
export const chatting: TestContent = content(
  [start(), llm("m", plain), node("a", "answer", { answer: "So: {{#m.text#}}" })],
  [edge("s", "m"), edge("m", "a")]
)
