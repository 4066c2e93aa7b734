import { describe, it } from "@effect/vitest"
import { Result } from "effect"
import * as fc from "fast-check"
import { assert } from "vitest"
import { jsonText } from "../value/json_text.ts"
import { testRegistry } from "./_test_registry.ts"
import { readWorkflow } from "./read_workflow.ts"
import { readYaml } from "./read_yaml.ts"

const sample = `app:
  mode: advanced-chat
  name: "Fuzz \\u00e9"
kind: app
version: 0.1.5
workflow:
  conversation_variables:
  - {id: c, name: n, value: [1, 2.5], value_type: 'array[number]'}
  environment_variables: []
  features: &f
    opening_statement: >-
      Hello
      there
  graph:
    nodes:
    - data: {type: start, variables: [{variable: q, type: text-input, label: 'it''s'}]}
      id: '1'
      position: {x: 80, y: 282.0}
    - data:
        type: echo
        text: |
          {{#1.q#}}
            and {{#sys.query#}}
        extra: *f
      id: "2"
    edges:
    - {source: '1', target: "2", sourceHandle: source}
`

const pieces = [
  "\n",
  "\n  ",
  "- ",
  ": ",
  "? ",
  "'",
  '"',
  "[",
  "]",
  "{",
  "}",
  ",",
  "|",
  ">-\n",
  "&a ",
  "*a",
  "<<: ",
  "#",
  "\t",
  "\r\n",
  "\u2028",
  "---\n",
  "...\n",
  "!",
  "%",
  "\0",
  "\ud800",
  "__proto__",
  "null",
  "1_0",
  "~"
]

const mutation = fc.record({
  at: fc.nat(sample.length),
  remove: fc.nat(20),
  insert: fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: "binary", maxLength: 5 }))
})

/** Reading must end in a value or in a fault with a place inside the text. */
const readsOrRefuses = (text: string): void => {
  const read = readYaml(text)
  if (Result.isSuccess(read)) assert.isString(jsonText(read.success.value))
  else {
    assert.isAtLeast(read.failure.line, 1)
    assert.isAtLeast(read.failure.column, 1)
    assert.isAbove(read.failure.message.length, 0)
  }
  for (const problem of readWorkflow(text, testRegistry).problems) assert.isAtLeast(problem.line, 1)
}

describe("readYaml and readWorkflow on hostile text", () => {
  it("survive any text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), readsOrRefuses), { numRuns: 500, seed: 1 })
  })

  it("survive any sequence of YAML's own signs", () => {
    const text = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.constantFrom("a", "b c", "1")), { maxLength: 25 })
    fc.assert(
      fc.property(text, (parts) => readsOrRefuses(parts.join(""))),
      { numRuns: 1500, seed: 2 }
    )
  })

  it("survive truncated and mutated files", () => {
    const mutated = fc.tuple(fc.array(mutation, { maxLength: 4 }), fc.option(fc.nat(sample.length)))
    const check = ([mutations, length]: readonly [
      ReadonlyArray<{ at: number; remove: number; insert: string }>,
      number | null
    ]) => {
      const text = mutations.reduce(
        (so, { at, remove, insert }) => so.slice(0, at) + insert + so.slice(at + remove),
        sample
      )
      readsOrRefuses(text.slice(0, length ?? undefined))
    }
    fc.assert(fc.property(mutated, check), { numRuns: 800, seed: 3 })
  })

  it("read every JSON document as JSON", () => {
    // Numbers are left out: PyYAML takes 1e21 as text.
    const json = fc
      .jsonValue({ maxDepth: 4 })
      .map((value) => JSON.stringify(value, (_, member) => (typeof member === "number" ? 0 : member)))
    const check = (text: string) => {
      assert.strictEqual(
        jsonText(Result.getOrThrow(readYaml(text)).value),
        jsonText(Result.getOrThrow(readYaml(text.replaceAll("\n", " "))).value)
      )
      assert.deepStrictEqual(JSON.parse(JSON.stringify(Result.getOrThrow(readYaml(text)).value)), JSON.parse(text))
    }
    fc.assert(fc.property(json, check), { numRuns: 500, seed: 4 })
  })
})
