import { describe, it } from "@effect/vitest"
import { Result, SchemaIssue } from "effect"
import { assert } from "vitest"
import { FileValue } from "../value/file_value.ts"
import { objectFrom } from "../value/value_object.ts"
import { bindNode, tryResult } from "./_try_node.ts"
import { start } from "./start.ts"

const variables = (...list: ReadonlyArray<object>) => ({ type: "start", title: "Start", variables: list })

/** What is wrong with a start node, as `path: message`. */
const issuesOf = (data: unknown): ReadonlyArray<string> => {
  const decoded = start.decode(data)
  if (Result.isSuccess(decoded)) return []
  const { issues } = SchemaIssue.makeFormatterStandardSchemaV1()(decoded.failure.issue)
  return issues.map(({ message, path }) => `${path?.join(".")}: ${message}`)
}

describe("start", () => {
  it("declares its variables as outputs, with their types", () => {
    const types = ["text-input", "paragraph", "select", "number", "checkbox", "json_object", "file", "file-list"]
    const { outputs } = bindNode(
      start,
      variables(...types.map((type, index) => ({ variable: `v${index}`, type, required: index === 0 })))
    )
    assert.deepStrictEqual(
      outputs.map(({ name, type, item, required }) => [name, type, item, required]),
      [
        ["v0", "string", undefined, true],
        ["v1", "string", undefined, false],
        ["v2", "string", undefined, false],
        ["v3", "number", undefined, false],
        ["v4", "boolean", undefined, false],
        ["v5", "object", undefined, false],
        ["v6", "file", undefined, false],
        ["v7", "array", "file", false]
      ]
    )
  })

  it("returns its inputs, and the system variables under their old names", () => {
    const file = new FileValue({ type: "image", transfer_method: "tool_file" })
    const { inputs, outputs } = tryResult(
      start,
      variables({ variable: "name", type: "text-input" }, { variable: "gone", type: "number" }),
      {
        node: { name: "Ada", other: "not mine" },
        sys: { query: "hi", files: [file], unheard: 1 },
        env: { KEY: "sk-secret" },
        conversation: { mood: "good" }
      }
    )
    assert.deepStrictEqual(inputs, objectFrom([["name", "Ada"]]))
    assert.deepStrictEqual(
      outputs,
      objectFrom([
        ["sys.query", "hi"],
        ["sys.files", [file]],
        ["name", "Ada"]
      ])
    )
  })

  it("never shows environment variables, not even one that a variable is named after", () => {
    const { outputs } = tryResult(start, variables({ variable: "env.KEY", type: "text-input" }), {
      env: { KEY: "sk-secret" }
    })
    assert.deepStrictEqual(outputs, objectFrom([]))
  })

  it("takes what old and new builders leave out", () => {
    assert.deepStrictEqual(issuesOf({ type: "start" }), [])
    assert.deepStrictEqual(issuesOf({ type: "start", variables: null }), [])
    const empty = {
      variable: "x",
      type: "select",
      description: null,
      options: null,
      max_length: null,
      json_schema: "  ",
      allowed_file_types: null
    }
    assert.deepStrictEqual(issuesOf(variables(empty)), [])
  })

  const faults: ReadonlyArray<readonly [object, string]> = [
    [{ type: "number" }, "variables.0.variable: Missing key"],
    [{ variable: "", type: "number" }, "variables.0.variable: Expected a value with a length of at least 1"],
    [{ variable: "x", type: "number", required: "maybe" }, "variables.0.required: expected true or false"],
    [
      { variable: "x", type: "json_object", json_schema: "{" },
      "variables.0.json_schema: json_schema is not valid JSON"
    ],
    [
      { variable: "x", type: "json_object", json_schema: '{"a": NaN}' },
      "variables.0.json_schema: json_schema is not valid JSON"
    ],
    [
      { variable: "x", type: "json_object", json_schema: "[]" },
      "variables.0.json_schema: json_schema must be a JSON object, got list"
    ],
    [
      { variable: "x", type: "json_object", json_schema: 5 },
      "variables.0.json_schema: json_schema must be a JSON object, got int"
    ],
    [
      { variable: "x", type: "json_object", json_schema: { type: "dict" } },
      "variables.0.json_schema: Invalid JSON schema: type: 'dict' is not a type"
    ]
  ]

  it.each(faults)("refuses the variable %j", (variable, message) => {
    const [issue = "", ...others] = issuesOf(variables(variable))
    assert.isTrue(issue.startsWith(message), issue)
    assert.deepStrictEqual(others, [])
  })

  it("takes variables named __proto__ as data", () => {
    const own: Record<string, string> = Object.create(null)
    own["__proto__"] = "data"
    const { outputs } = tryResult(start, variables({ variable: "__proto__", type: "text-input" }), { node: own })
    assert.deepStrictEqual(Object.entries(outputs), [["__proto__", "data"]])
  })
})
