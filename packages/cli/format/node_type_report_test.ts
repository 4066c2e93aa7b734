import { describe, expect, it } from "@effect/vitest"
import { defineNode } from "@flowglass/core"
import { builtinNodes } from "@flowglass/core/node/builtin"
import { Effect, Schema } from "effect"
import { runInProcess } from "../fixtures/in_process.ts"
import { configFields } from "./config_fields.ts"
import { nodeTypeLines, nodeTypeReport } from "./node_type_report.ts"
import { makeStyle } from "./style.ts"

const plain = makeStyle(false)

/** The lines under a heading. */
const section = (text: string, heading: string): ReadonlyArray<string> => {
  const lines = text.split("\n")
  const start = lines.indexOf(heading) + 1
  return lines.slice(start, lines.indexOf("", start))
}

describe("flowglass nodes TYPE", () => {
  it.live("shows the fields of the config: name, type, whether required, what it means and its default", () =>
    Effect.gen(function* () {
      const { exitCode, stdout } = yield* runInProcess(["nodes", "template-transform"], {})
      expect(exitCode).toBe(0)
      expect(section(stdout, "config")).toEqual([
        "  template                    string         required  Jinja2; the variables by their names",
        "  variables                   array[object]  optional  What the template can use; default []",
        "  variables[].variable        string         required",
        "  variables[].value_selector  array[string]  optional  default []"
      ])
      expect(section(stdout, "outputs of the example")).toEqual(["  output  string  always"])
      expect(section(stdout, "errors").join()).toContain("template_syntax_invalid")
    })
  )

  it.live("gives the config as JSON Schema", () =>
    Effect.gen(function* () {
      const { stdout } = yield* runInProcess(["nodes", "end", "--format", "json"], {})
      expect(JSON.parse(stdout)).toMatchObject([
        {
          type: "end",
          config: {
            $schema: "https://json-schema.org/draft/2020-12/schema",
            type: "object",
            required: ["outputs"],
            properties: {
              outputs: {
                type: "array",
                items: {
                  required: ["variable"],
                  properties: {
                    variable: { type: "string" },
                    value_selector: {
                      anyOf: [{ type: "array", items: { type: "string" } }, { type: "null" }],
                      default: []
                    },
                    value_type: { anyOf: [{ type: "string" }, { type: "null" }], default: "any" }
                  }
                }
              }
            }
          }
        }
      ])
    })
  )
})

describe("every built-in node type", () => {
  it.each(builtinNodes.map((type) => [`${type.description.type} ${type.description.version}`, type] as const))(
    "%s tells the fields of its config, those of its example among them",
    (_, type) => {
      const report = nodeTypeReport(type)
      if (report.config === null) return expect.fail("no schema")
      const names = configFields(report.config).map(({ name }) => name)
      expect(new Set(names).size).toBe(names.length)
      // Every node of a file has a title, whatever its type.
      const { title: _title, ...own } = report.example.config
      expect(names).toEqual(expect.arrayContaining(Object.keys(own)))
      for (const { type: told } of configFields(report.config)) expect(told).not.toBe("")
    }
  )
})

const hostile = defineNode({
  type: "acme/odd",
  version: "1",
  kind: "executable",
  summary: "Odd.",
  config: Schema.Struct({
    ["__proto__"]: Schema.String,
    "a\u001b[2Jb\n": Schema.String.annotate({ description: "steers\u001b[31m\nthe terminal" }),
    union: Schema.Union([Schema.Struct({ kind: Schema.Literal("a"), x: Schema.Finite }), Schema.Null])
  }),
  outputs: () => [],
  errors: [],
  example: { config: {}, outputs: {} },
  run: () => ({ outputs: {} })
})

const symbolic = defineNode({
  type: "acme/symbolic",
  version: "1",
  kind: "executable",
  summary: "Odd.",
  config: Schema.Struct({ [Symbol.for("a")]: Schema.optional(Schema.String) }),
  outputs: () => [],
  errors: [],
  example: { config: {}, outputs: {} },
  run: () => ({ outputs: {} })
})

describe("a node type of a host", () => {
  it("cannot steer the terminal by names and descriptions; every name is data", () => {
    const lines = nodeTypeLines(nodeTypeReport(hostile), plain)
    expect(section(lines.join("\n"), "config")).toEqual([
      "  __proto__   string  required",
      "  ab          string  required  steers the terminal",
      "  union       object  required",
      '  union.kind  "a"     required',
      "  union.x     number  required"
    ])
  })

  it.each([
    ["does not tell its config", { description: hostile.description, decode: hostile.decode }],
    ["has a part that JSON cannot describe", symbolic]
  ])("that %s is shown without it", (_, type) => {
    const report = nodeTypeReport(type)
    expect(report.config).toBeNull()
    expect(section(nodeTypeLines(report, plain).join("\n"), "config")).toEqual(["  not told by this node type"])
  })
})
