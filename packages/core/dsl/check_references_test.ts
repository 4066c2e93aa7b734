import { describe, it } from "@effect/vitest"
import { assert } from "vitest"
import { chain, edge, node, readGraph, type TestData } from "./_test_file.ts"

const workflow: TestData = {
  environment_variables: [{ name: "KEY", value_type: "string", value: "v" }],
  conversation_variables: [{ name: "mood", value_type: "string", value: "v" }]
}

const start = node("s", "start", { variables: [{ variable: "name", type: "text-input" }] })

const findings = (reference: string, first: TestData = {}) =>
  readGraph(
    [start, node("first", "echo", first), node("reader", "echo", { text: `See {{#${reference}#}}` })],
    chain("s", "first", "reader"),
    workflow
  ).problems.map(({ code, message, pointer }) => `${code} ${pointer}: ${message}`)

describe("checkReferences", () => {
  const known = [
    "s.name",
    "first.text",
    "first.object.any.depth",
    "first.anything.at.all",
    "first.file.extension",
    "sys.query",
    "sys.user_id",
    "env.KEY",
    "conversation.mood"
  ]

  it.each(known)("finds %s", (reference) => {
    assert.deepStrictEqual(findings(reference), [])
  })

  const unknown: ReadonlyArray<readonly [string, string]> = [
    ["gone.text", 'there is no node "gone"'],
    ["first.txt", 'node "first" has no output "txt"'],
    ["first.text.length", 'a value of type string has no member "length" (first.text)'],
    ["first.list.first", 'a value of type array has no member "first" (first.list)'],
    ["first.file.owner", 'a file has no member "owner" (first.file)'],
    ["first.error_message", 'node "first" has no output "error_message"'],
    ["s.nam", 'node "s" has no output "nam"'],
    ["sys.nothing", 'there is no system variable "nothing"'],
    ["env.OTHER", 'there is no environment variable "OTHER"'],
    ["conversation.other", 'there is no conversation variable "other"'],
    ["rag.shared.size", "variables of a RAG pipeline have no value here; select what the datasource is given"],
    ["__proto__.text", 'there is no node "__proto__"']
  ]

  it.each(unknown)("warns of %s where it stands", (reference, reason) => {
    assert.deepStrictEqual(findings(reference), [
      `graph_reference_unknown /workflow/graph/nodes/2/data/text: node "reader" refers to ${reference}: ${reason}`
    ])
  })

  it("knows what a node with an error strategy leaves behind", () => {
    const strategy = { error_strategy: "default-value", default_value: [{ key: "spare", type: "number", value: 1 }] }
    for (const name of ["error_message", "error_type", "spare"])
      assert.deepStrictEqual(findings(`first.${name}`, strategy), [])
  })

  it("sees containers from inside and outside", () => {
    const nodes = [
      start,
      node("i", "iteration", { start_node_id: "x", output_selector: ["x", "text"] }),
      node("x", "echo", { iteration_id: "i", text: "{{#i.item#}} {{#i.index#}} {{#s.name#}} {{#x.text#}}" }),
      node("after", "echo", { text: "{{#i.output#}} {{#i.item#}} {{#x.text#}}" })
    ]
    const { problems } = readGraph(nodes, chain("s", "i", "after"))
    assert.deepStrictEqual(
      problems.map(({ message }) => message),
      [
        'node "after" refers to i.item: node "i" has no output "item"',
        'node "after" refers to x.text: node "x" is inside "i", out of reach from here'
      ]
    )
  })

  it("knows the system variables that old files select from the start node", () => {
    const selecting = (name: string) =>
      readGraph([start, node("i", "iteration", { output_selector: ["s", name] })], [edge("s", "i")]).problems.map(
        ({ message }) => message
      )
    assert.deepStrictEqual(selecting("sys.query"), [])
    assert.deepStrictEqual(selecting("sys.nothing"), [
      'node "i" refers to s.sys.nothing: there is no system variable "nothing"'
    ])
  })

  it("suggests the name that was meant", () => {
    const { problems } = readGraph([start, node("r", "echo", { text: "{{#s.nmae#}}" })], [edge("s", "r")])
    assert.include(problems[0]?.fix, 'Did you mean "name"?')
  })
})
