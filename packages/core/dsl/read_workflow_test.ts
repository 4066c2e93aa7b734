import { describe, it } from "@effect/vitest"
import { assert } from "vitest"
import { float } from "../value/value.ts"
import { objectFrom } from "../value/value_object.ts"
import { chain, edge, node, places, readGraph } from "./_test_file.ts"
import { testRegistry } from "./_test_registry.ts"
import { readWorkflow } from "./read_workflow.ts"

const greet = `app:
  description: Says hello
  mode: advanced-chat
  name: Greet
kind: app
version: 0.6.0
workflow:
  conversation_variables:
  - id: not-a-uuid
    name: mood
    description: How it goes
    value_type: number
    value: 1.0
  environment_variables:
  - {id: e, name: KEY, value_type: secret, value: s3cret, description: ''}
  features:
    opening_statement: Hi
  graph:
    edges:
    - id: start-hello
      source: start
      sourceHandle: null
      target: hello
      type: custom
    nodes:
    - data:
        title: Begin
        type: start
        variables:
        - variable: name
          label: Name
          type: text-input
          required: true
          max_length: 48
      id: start
      position: {x: 80, y: 282}
      type: custom
    - data: {theme: blue, type: ''}
      id: note
      type: custom-note
    - data:
        type: echo
        text: 'Hello {{#start.name#}}'
        error_strategy: default-value
        default_value:
        - {key: text, type: string, value: sorry}
        retry_config: {retry_enabled: true, max_retries: 3, retry_interval: 100}
      id: hello
`

describe("readWorkflow", () => {
  it("reads an app in the order of its file", () => {
    const { document, problems } = readWorkflow(greet, testRegistry)
    assert.deepStrictEqual(problems, [])
    const { nodes, startVariables, ...rest } = document
    assert.deepStrictEqual(rest, {
      name: "Greet",
      description: "Says hello",
      mode: "advanced-chat",
      dslVersion: "0.6.0",
      edges: [{ id: "start-hello", source: "start", target: "hello", sourceHandle: "source" }],
      root: "start",
      environment: [{ id: "e", name: "KEY", description: "", type: "secret", value: "s3cret" }],
      conversation: [{ id: "not-a-uuid", name: "mood", description: "How it goes", type: "number", value: float(1) }],
      features: objectFrom([["opening_statement", "Hi"]])
    })
    assert.deepStrictEqual(
      nodes.map(({ id, type, version, title, parent, pointer, policy }) => [
        id,
        type,
        version,
        title,
        parent,
        pointer,
        policy
      ]),
      [
        ["start", "start", "1", "Begin", undefined, "/workflow/graph/nodes/0", policyOf("none", [], 0, 0)],
        [
          "hello",
          "echo",
          "1",
          "hello",
          undefined,
          "/workflow/graph/nodes/2",
          policyOf("default-value", [["text", "sorry"]], 3, 100)
        ]
      ]
    )
    assert.deepStrictEqual(nodes[1]?.bound?.selectors, [["start", "name"]])
    assert.deepStrictEqual(
      startVariables.map(({ variable, max_length }) => [variable, max_length]),
      [["name", 48]]
    )
  })

  const policyOf = (
    strategy: string,
    defaultValue: ReadonlyArray<readonly [string, string]>,
    maximumRetries: number,
    retryInterval: number
  ) => ({ strategy, defaultValue: objectFrom(defaultValue), maximumRetries, retryInterval })

  const shapes: ReadonlyArray<readonly [string, string]> = [
    ["bare nodes and edges", "nodes:\n- id: s\n  data: {type: start}\nedges:\n"],
    ["a bare graph", "kind: graph\ngraph:\n  nodes:\n  - id: s\n    data: {type: start}\n"],
    ["a workflow without app", "workflow:\n  graph:\n    nodes:\n    - id: s\n      data: {type: start}\n"],
    ["nodes right in the workflow", "app: {mode: workflow}\nworkflow:\n  nodes:\n  - id: s\n    data: {type: start}\n"],
    ["a type beside the data", "nodes:\n- {id: s, type: start, data: {title: x}}\n"],
    [
      "JSON",
      '{"app": {"mode": "workflow"}, "workflow": {"graph": {"nodes": [{"id": "s", "data": {"type": "start"}}]}}}'
    ]
  ]

  it.each(shapes)("reads %s", (_, text) => {
    const { document, problems } = readWorkflow(text, testRegistry, { name: "file" })
    assert.deepStrictEqual(problems, [])
    assert.deepStrictEqual([document.name, document.mode, document.root], ["file", "workflow", "s"])
    assert.isUndefined(document.dslVersion)
  })

  const headers: ReadonlyArray<readonly [string, string, ReadonlyArray<string>]> = [
    ["a missing version", "app: {mode: workflow}", []],
    ["the oldest version", "app: {mode: workflow}\nversion: 0.1.0", []],
    ["an unquoted number as version", "app: {mode: workflow}\nversion: 0.1", ["warning dsl_version_unsupported 2:10"]],
    ["a newer version", "app: {mode: workflow}\nversion: 2.0.0", ["warning dsl_version_unsupported 2:10"]],
    ["a text as version", "app: {mode: workflow}\nversion: latest", ["warning dsl_version_unsupported 2:10"]],
    ["another kind", "app: {mode: workflow}\nkind: apps", ["warning dsl_kind_unsupported 2:7"]],
    ["a chat app without its model_config", "app: {mode: chat}", ["error dsl_workflow_missing 1:1"]],
    ["an agent app without its model_config", "app: {mode: agent-chat}", ["error dsl_workflow_missing 1:1"]],
    ["a mode of no app", "app: {mode: channel}", ["error dsl_mode_unsupported 1:13"]],
    ["a missing mode", "app: {name: x}", ["error dsl_mode_unsupported 1:6"]],
    ["an app that is a text", "app: x", ["error dsl_expected_mapping 1:6"]],
    ["a RAG pipeline", "kind: rag_pipeline\nrag_pipeline: {name: x}", []]
  ]

  it.each(headers)("judges %s", (_, header, expected) => {
    const text = `${header}\nworkflow: {graph: {nodes: [{id: s, data: {type: start}}]}}\n`
    const { problems } = readWorkflow(text, testRegistry)
    assert.deepStrictEqual(
      problems.map(({ severity, code, line, column }) => `${severity} ${code} ${line}:${column}`),
      expected
    )
  })

  const broken: ReadonlyArray<readonly [string, string, string]> = [
    ["no mapping", "- a", "dsl_expected_mapping "],
    ["no workflow", "app: {mode: workflow}", "dsl_workflow_missing /workflow"],
    ["no graph", "app: {mode: workflow}\nworkflow: {features: {}}", "dsl_workflow_missing /workflow/graph"],
    ["nodes that are no list", "nodes: 1", "graph_nodes_invalid /nodes"],
    ["no nodes", "nodes: []", "graph_nodes_invalid /nodes"],
    ["only notes", "nodes: [{type: custom-note}]", "graph_nodes_invalid /nodes"],
    ["broken YAML", "a: [", "dsl_yaml_invalid "],
    ["a tag", "a: !!set {}", "dsl_yaml_tag_unsupported "]
  ]

  it.each(broken)("reports a file with %s", (_, text, expected) => {
    const { document, problems } = readWorkflow(text, testRegistry)
    assert.deepStrictEqual(places(problems), [expected])
    assert.deepStrictEqual(document.nodes, [])
  })

  it("reports every problem of a file at once, in the order of the file", () => {
    const text = `nodes:
- data: {type: start}
- id: 17
  data: {type: start}
- id: s
  data: {type: start, variables: [{variable: x, type: texts}, {type: number}]}
- id: s
  data: {type: ecko}
- id: e
- id: f
  data: {title: x}
- text
- id: g
  data: {type: echo, text: 5, error_strategy: ignore, retry_config: {max_retries: -1}}
edges:
- {source: s, target: nobody}
- {source: s}
- {source: 1, target: e}
- {source: s, target: e, sourceHandle: [1]}
- 5
environment_variables: [{name: A}]
`
    const { document, problems } = readWorkflow(text, testRegistry)
    assert.deepStrictEqual(
      problems
        .filter(({ severity }) => severity === "error")
        .map(({ code, line, column }) => `${code} ${line}:${column}`),
      [
        "graph_node_id_missing 2:3",
        "graph_node_id_missing 3:7",
        "node_config_invalid 6:55",
        "node_config_invalid 6:63",
        "graph_node_id_duplicate 7:7",
        "node_type_unknown 8:16",
        "graph_node_data_invalid 9:3",
        "graph_node_type_missing 11:9",
        "graph_node_invalid 12:3",
        "node_config_invalid 14:28",
        "error_strategy_invalid 14:47",
        "error_strategy_invalid 14:83",
        "graph_edge_unknown_node 16:23",
        "graph_edge_invalid 17:3",
        "graph_edge_invalid 18:12",
        "graph_edge_invalid 19:40",
        "graph_edge_invalid 20:3",
        "dsl_environment_variable_invalid 21:25"
      ]
    )
    assert.deepStrictEqual(
      document.nodes.map(({ id, bound }) => [id, bound !== undefined]),
      [
        ["s", false],
        ["e", false],
        ["f", false],
        ["g", false]
      ]
    )
    const unknown = problems.find(({ code }) => code === "node_type_unknown")
    assert.strictEqual(unknown?.message, 'node "s": type "ecko" is not known')
    assert.include(unknown?.fix, 'Did you mean "echo"?')
  })

  it("keeps the edges that are right, with ids of their own", () => {
    const edges = [
      { source: "s", target: "a" },
      { id: "x", source: "s", target: "b", sourceHandle: null },
      { id: "x", source: "a", target: "b", sourceHandle: true }
    ]
    const { document, problems } = readGraph([node("s", "start"), node("a", "echo"), node("b", "echo")], edges)
    assert.deepStrictEqual(document.edges, [
      { id: "edge_0", source: "s", target: "a", sourceHandle: "source" },
      { id: "x", source: "s", target: "b", sourceHandle: "source" },
      { id: "edge_2", source: "a", target: "b", sourceHandle: "true" }
    ])
    assert.deepStrictEqual(
      problems.map(({ severity, code }) => `${severity} ${code}`),
      ["warning graph_edge_invalid"]
    )
  })

  it("takes a version that is a number, with a warning", () => {
    const { document, problems } = readGraph([node("s", "start", { version: 2 })])
    assert.strictEqual(document.nodes[0]?.version, "2")
    assert.deepStrictEqual(places(problems), ["node_config_invalid /workflow/graph/nodes/0/data/version"])
    assert.strictEqual(problems[0]?.severity, "warning")
  })

  it("warns that patterns of a JSON schema are not checked", () => {
    const json_schema = { type: "object", properties: { a: { type: "string", pattern: "(a+)+$" } } }
    const { problems } = readGraph([
      node("s", "start", { variables: [{ variable: "o", type: "json_object", json_schema }] })
    ])
    assert.deepStrictEqual(places(problems), [
      "node_config_invalid /workflow/graph/nodes/0/data/variables/0/json_schema/properties/a/pattern"
    ])
    assert.strictEqual(problems[0]?.severity, "warning")
  })

  it("takes ids such as __proto__ as data", () => {
    const ids = ["__proto__", "constructor", "toString", "hasOwnProperty"]
    const nodes = [node("s", "start"), ...ids.map((id) => node(id, "echo", { text: `{{#${ids[0]}.text#}}` }))]
    const { document, problems } = readGraph(nodes, chain("s", ...ids))
    assert.deepStrictEqual(problems, [])
    assert.deepStrictEqual(
      document.nodes.map(({ id }) => id),
      ["s", ...ids]
    )
    assert.isUndefined(Reflect.get({}, "text"))
  })

  it("reads 10,000 nodes within a second", () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => `n${index}`)
    const nodes = ids.map((id, index) =>
      node(id, index === 0 ? "start" : "echo", { text: "{{#n1.text#}}", position: { x: 1 } })
    )
    const edges = chain(...ids)
    const text = JSON.stringify({ nodes, edges })
    const started = process.threadCpuUsage()
    const { document, problems } = readWorkflow(text, testRegistry)
    assert.isBelow(process.threadCpuUsage(started).user / 1000, 1000)
    assert.strictEqual(document.nodes.length, 10_000)
    assert.deepStrictEqual(problems, [])
  })

  it("reports 10,000 nodes that are all wrong within two seconds", () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => `n${index}`)
    const text = JSON.stringify({
      nodes: ids.map((id) => node(id, "ekho")),
      edges: ids.map((id) => edge(id, `x${id}`))
    })
    const started = process.threadCpuUsage()
    const { problems } = readWorkflow(text, testRegistry)
    assert.isBelow(process.threadCpuUsage(started).user / 1000, 2000)
    assert.strictEqual(problems.filter(({ code }) => code === "node_type_unknown").length, 10_000)
  })
})
