import { describe, expect, it } from "@effect/vitest"
import { FileValue } from "../value/file_value.ts"
import type { Value } from "../value/value.ts"
import { VariablePool } from "../value/variable_pool.ts"
import { schemaProblems } from "./_schema_problems.ts"
import { bindNode } from "./_try_node.ts"
import { FormConfig } from "./human_input/form_config.ts"
import { humanInput } from "./human_input.ts"
import { defaultNodeLimits } from "./node_context.ts"
import { NodeFailure } from "./node_failure.ts"

const action = (id: string, title = id) => ({ id, title })
const paragraph = (output_variable_name: string, more: object = {}) => ({
  type: "paragraph",
  output_variable_name,
  ...more
})

const ask = (config: object, scopes: { readonly [scope: string]: { readonly [name: string]: Value } } = {}) => {
  const variables = new VariablePool()
  for (const [scope, values] of Object.entries(scopes)) variables.setScope(scope, values)
  const question = bindNode(humanInput, config).form?.ask({
    runId: "run",
    nodeId: "node",
    title: "Node",
    variables,
    execution: "root/node",
    attempt: 0,
    failureIsHandled: false,
    limits: defaultNodeLimits,
    signal: () => {}
  })
  if (question === undefined || question instanceof NodeFailure) throw new Error("it does not ask")
  return question
}

const answered = (config: object, values: { readonly [name: string]: Value }, chosen: string | undefined) => {
  const { form } = bindNode(humanInput, config)
  if (form === undefined) throw new Error("it does not ask")
  return form.answered(ask(config), { action: chosen, values })
}

const file = new FileValue({ type: "image", transfer_method: "remote_url", remote_url: "https://a.test/b.png" })

describe("the config of human-input", () => {
  it("8.2 case 27: refuses what is there twice, and ids and titles that are too long", () => {
    const problems = (config: object) => schemaProblems(FormConfig, config)
    expect(problems({ inputs: [paragraph("a"), paragraph("b"), paragraph("a")] })).toEqual([
      "inputs.2.output_variable_name: duplicated output_variable_name 'a' in inputs"
    ])
    expect(problems({ user_actions: [action("a"), action("a")] })).toEqual([
      "user_actions.1.id: duplicated user action id 'a'"
    ])
    expect(problems({ user_actions: [action("a".repeat(20), "t".repeat(100))] })).toEqual([])
    expect(problems({ user_actions: [action("a".repeat(21))] })).toHaveLength(1)
    expect(problems({ user_actions: [action("a", "t".repeat(101))] })).toHaveLength(1)
    expect(problems({ user_actions: [action("a", "🙂".repeat(100))] })).toEqual([])
    for (const id of ["", "1a", "a-b", "a b", "ä"]) expect(problems({ user_actions: [action(id)] })).toHaveLength(1)
  })

  it("refuses a variable without a selector, and a type that is none", () => {
    const [message] = schemaProblems(FormConfig, {
      inputs: [paragraph("a", { default: { type: "variable", selector: ["s"] } })]
    })
    expect(message).toContain("a variable needs a selector of two parts or more")
    expect(schemaProblems(FormConfig, { inputs: [{ type: "number", output_variable_name: "a" }] })).not.toEqual([])
    expect(schemaProblems(FormConfig, { timeout_unit: "week" })).not.toEqual([])
  })

  it("has Dify's defaults: 36 hours, no fields, no actions", () => {
    const { form, handles, outputs } = bindNode(humanInput, {})
    expect(form?.timeout).toBe(36 * 3_600_000)
    expect(handles).toEqual(["__timeout"])
    expect(outputs.map(({ name }) => name)).toEqual(["__action_id", "__rendered_content", "__action_value"])
    expect(bindNode(humanInput, { timeout: 2, timeout_unit: "day" }).form?.timeout).toBe(48 * 3_600_000)
  })
})

describe("a form", () => {
  it("is rendered as markdown, and keeps the places of its fields", () => {
    const { form_content } = ask(
      { form_content: "{{#s.list#}} {{#$output.a#}} {{#s.none#}}{{ x }}" },
      { s: { list: ["p", "q"] } }
    )
    expect(form_content).toBe("- p\n- q {{#$output.a#}} {{ x }}")
  })

  it("looks up defaults and options; defaults that are not there are left out", () => {
    const from = (name: string) => ({ default: { type: "variable", selector: ["s", name] } })
    const { inputs, resolved_default_values } = ask(
      {
        inputs: [
          paragraph("a", from("text")),
          paragraph("b", from("none")),
          paragraph("c", { default: { type: "constant", value: "fixed" } }),
          {
            type: "select",
            output_variable_name: "d",
            option_source: { type: "variable", selector: ["s", "options"] }
          },
          { type: "select", output_variable_name: "e", option_source: { type: "variable", selector: ["s", "text"] } }
        ]
      },
      { s: { text: 1.5, options: ["x", 2] } }
    )
    expect({ ...resolved_default_values }).toEqual({ a: "1.5" })
    const options = inputs.map((field) => (field.type === "select" ? field.option_source.value : undefined))
    expect(options).toEqual([undefined, undefined, undefined, ["x", "2"], []])
  })

  it("comes to its fields and the chosen action; files are shown by how many they are", () => {
    const config = {
      form_content: "{{#$output.a#}} {{#$output.f#}} {{#$output.l#}} {{#$output.none#}}|",
      inputs: [
        paragraph("a"),
        { type: "file", output_variable_name: "f" },
        { type: "file-list", output_variable_name: "l" }
      ],
      user_actions: [action("go", "Go on")]
    }
    const { outputs, handle, inputs } = answered(config, { a: "$& {{#$output.f#}}", f: file, l: [file, file] }, "go")
    expect(handle).toBe("go")
    expect({ ...outputs }).toEqual({
      a: "$& {{#$output.f#}}",
      f: file,
      l: [file, file],
      __action_id: "go",
      __rendered_content: "$& {{#$output.f#}} [file] [2 files] |",
      __action_value: "Go on"
    })
    expect(Object.keys(inputs ?? {})).toEqual(["a", "f", "l"])
  })

  it("that nobody answers comes to its text as it was asked", () => {
    const { outputs, handle } = answered({ form_content: "{{#$output.a#}}", inputs: [paragraph("a")] }, {}, undefined)
    expect(handle).toBe("__timeout")
    expect({ ...outputs }).toEqual({ __action_id: "", __rendered_content: "{{#$output.a#}}", __action_value: "" })
  })

  it("is shown where an enabled delivery by web app says so; other deliveries are Dify's own", () => {
    const by = (type: string, enabled: boolean) => ask({ delivery_methods: [{ id: "1", type, enabled, config: {} }] })
    expect(by("webapp", true).display_in_ui).toBe(true)
    expect(by("webapp", false).display_in_ui).toBe(false)
    expect(by("email", true).display_in_ui).toBe(false)
  })

  it("an enabled delivery that sends something is a warning of the file: nothing is sent from here", () => {
    const by = (type: string, enabled: boolean) =>
      bindNode(humanInput, { delivery_methods: [{ id: "1", type, enabled, config: {} }] }).ignores
    expect(by("email", true)).toEqual([
      { path: ["delivery_methods", 0], message: "nothing is sent by email: the form waits to be answered here" }
    ])
    expect([...(by("email", false) ?? []), ...(by("webapp", true) ?? [])]).toEqual([])
  })

  it("a mock answers in its place: by the named action, the first one, or the timeout", () => {
    const { mock } = bindNode(humanInput, { user_actions: [action("a", "A"), action("b", "B")] })
    expect(mock({ note: "x" })).toMatchObject({ handle: "a", outputs: { note: "x", __action_id: "a" } })
    expect(mock({ __action_id: "b" })).toMatchObject({ handle: "b", outputs: { __action_value: "B" } })
    expect(mock({ __action_id: "" })).toMatchObject({ handle: "__timeout" })
  })
})
