import { defineNode, type InputObject, type NodeDescription } from "@flowglass/core"
import {
  CapabilityNotInstalled,
  CodeLanguageNotAvailable,
  NodeRequirementMissing,
  type RequirementError
} from "@flowglass/core/error"
import { Effect, Schema } from "effect"
import type { TestContent } from "../stream/_test_workflows.ts"
import { versionOf } from "./_test_app.ts"
import type { AppRunRequest } from "./app_runner.ts"
import type { RunRefusal } from "./run_refusals.ts"

interface Json {
  readonly [name: string]: unknown
}

const node = (id: string, type: string, data: Json = {}): Json => ({ id, data: { type, title: id, ...data } })
const edge = (source: string, target: string): Json => ({ source, target })
const asking = (variable: Json): Json => node("s", "start", { variables: [{ variable: "x", label: "x", ...variable }] })
const plain = node("s", "start", { variables: [] })
const model = { provider: "openai", name: "gpt-4o-mini", mode: "chat", completion_params: {} }
const llm = (data: Json = {}): Json =>
  node("m", "llm", { model, prompt_template: [{ role: "user", text: "Hi" }], ...data })

const content = (nodes: unknown, edges: unknown = [], more: Partial<TestContent> = {}): TestContent => ({
  graph: { nodes, edges },
  features: {},
  environmentVariables: [],
  conversationVariables: [],
  ...more
})

const running = (...inner: ReadonlyArray<unknown>): Partial<AppRunRequest> => ({
  workflow: versionOf(content([plain, ...inner], inner.length === 1 ? [edge("s", "m")] : []))
})
const given = (variable: Json, inputs: InputObject): Partial<AppRunRequest> => ({
  workflow: versionOf(content([asking(variable)])),
  inputs
})
const graph = (nodes: unknown, edges: unknown = []): Partial<AppRunRequest> => ({
  workflow: versionOf(content(nodes, edges))
})
const deep = (levels: number): unknown => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`)
const code = (language: string): Json =>
  node("m", "code", { code_language: language, code: "x", variables: [], outputs: {} })

/** A run that does nothing. */
export const emptyRun: Partial<AppRunRequest> = graph([plain])

const lacking = (type: string, missing: RequirementError, errors: NodeDescription["errors"]) =>
  defineNode({
    type,
    version: "1",
    kind: "executable",
    summary: "Needs what is never there.",
    config: Schema.Struct({}),
    outputs: () => [],
    errors,
    requirements: () => Effect.succeed([{ kind: "mapping" as const, error: missing }]),
    example: { config: {}, outputs: {} },
    run: () => ({ outputs: {} })
  })

const message = "There is nothing here."

/** Node types of a host that cannot run here. Complete installations on Node.js cause two of their codes never. */
export const lackingNodes = [
  lacking("needy", new NodeRequirementMissing({ message }), [NodeRequirementMissing]),
  lacking("uninstalled", new CapabilityNotInstalled({ message }), [CapabilityNotInstalled]),
  lacking("unspoken", new CodeLanguageNotAvailable({ message }), [CodeLanguageNotAvailable])
]

/** For each code a request that fails with it, but for what depends on the server and not on the request. */
export const refusedRuns: Record<
  Exclude<RunRefusal["code"], "too_many_requests" | "store_unavailable" | "value_not_storable">,
  Partial<AppRunRequest>
> = {
  input_required: given({ type: "text-input", required: true }, {}),
  input_type_mismatch: given({ type: "number" }, { x: [] }),
  input_too_long: given({ type: "text-input", max_length: 1 }, { x: "ab" }),
  input_not_an_option: given({ type: "select", options: ["a"] }, { x: "b" }),
  input_file_invalid: given({ type: "file" }, { x: { transfer_method: "telepathy" } }),
  input_file_not_allowed: given(
    { type: "file", allowed_file_types: ["image"] },
    { x: { transfer_method: "remote_url", type: "document", url: "https://a.test/b.pdf" } }
  ),
  input_json_schema_mismatch: given(
    { type: "json_object", json_schema: { type: "object", properties: { a: { type: "string" } } } },
    { x: { a: 1 } }
  ),
  input_type_unsupported: given({ type: "external_data_tool" }, { x: "y" }),
  inputs_invalid: {
    workflow: versionOf(
      content([
        node("s", "start", {
          variables: ["a", "b"].map((variable) => ({ variable, label: "", type: "text-input", required: true }))
        })
      ])
    ),
    inputs: {}
  },
  value_nested_too_deep: given({ type: "json_object" }, { x: { a: deep(101) } }),
  value_too_large: given({ type: "json_object" }, { x: { a: "y".repeat(33 * 2 ** 20) } }),
  dsl_file_too_large: graph([node("s", "start", { variables: [], more: "y".repeat(33 * 2 ** 20) })]),
  dsl_yaml_depth_limit_exceeded: graph([node("s", "start", { variables: [], more: deep(101) })]),
  dsl_environment_variable_invalid: {
    workflow: versionOf(content([plain], [], { environmentVariables: [{ name: "x" }] }))
  },
  dsl_conversation_variable_invalid: {
    workflow: versionOf(content([plain], [], { conversationVariables: [{ name: "x" }] }))
  },
  dsl_invalid: graph([plain, node("m", "unheard"), node("n", "unheard")]),
  graph_nodes_invalid: { workflow: versionOf({ ...content([]), graph: { nodes: {} } }) },
  graph_node_invalid: graph([plain, 1]),
  graph_node_id_missing: graph([plain, { data: { type: "end", outputs: [] } }]),
  graph_node_id_duplicate: graph([plain, plain]),
  graph_node_data_invalid: graph([plain, { id: "m", type: "custom", data: [] }]),
  graph_node_type_missing: graph([plain, { id: "m", data: {} }]),
  node_type_unknown: running(node("m", "unheard")),
  node_config_invalid: running(llm({ prompt_template: 1 })),
  error_strategy_invalid: running(llm({ error_strategy: "pray" })),
  default_value_invalid: running(llm({ error_strategy: "default-value", default_value: 1 })),
  default_value_on_branch_node: running(
    node("m", "if-else", { cases: [], error_strategy: "default-value", default_value: [] })
  ),
  graph_edges_invalid: graph([plain], {}),
  graph_edge_invalid: graph([plain], [1]),
  graph_edge_unknown_node: graph([plain], [edge("s", "nowhere")]),
  graph_edge_crosses_container: graph(
    [
      plain,
      node("it", "iteration", { start_node_id: "its", iterator_selector: ["s", "x"], output_selector: ["its", "x"] }),
      node("its", "iteration-start", { iteration_id: "it" }),
      node("e", "end", { outputs: [] })
    ],
    [edge("s", "it"), edge("its", "e")]
  ),
  graph_container_invalid: running(node("m", "end", { outputs: [], iteration_id: "nowhere" })),
  graph_root_missing: graph([node("e", "end", { outputs: [] })]),
  graph_cycle: graph([plain, llm()], [edge("s", "m"), edge("m", "m")]),
  preflight_failed: running(code("cobol"), node("n", "needy")),
  tool_not_mapped: running(
    node("m", "tool", {
      provider_id: "t",
      provider_type: "builtin",
      tool_name: "n",
      tool_label: "n",
      tool_configurations: {},
      tool_parameters: {}
    })
  ),
  retrieval_not_mapped: running(
    node("m", "knowledge-retrieval", {
      query_variable_selector: ["s", "x"],
      dataset_ids: ["d"],
      retrieval_mode: "multiple"
    })
  ),
  agent_strategy_not_mapped: running(
    node("m", "agent", {
      agent_strategy_provider_name: "p",
      agent_strategy_name: "n",
      agent_strategy_label: "n",
      agent_parameters: {}
    })
  ),
  node_type_not_runnable: running(
    node("m", "knowledge-index", { chunk_structure: "text_model", index_chunk_variable_selector: ["s", "x"] })
  ),
  node_requirement_missing: running(node("m", "needy")),
  capability_not_installed: running(node("m", "uninstalled")),
  code_language_not_available: running(node("m", "unspoken")),
  agent_model_not_configured: running(node("m", "agent", { version: "2" })),
  code_language_unknown: running(code("cobol")),
  model_not_configured: running(llm())
}
