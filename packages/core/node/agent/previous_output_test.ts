import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import type { Value } from "../../value/value.ts"
import { VariablePool } from "../../value/variable_pool.ts"
import { previousOutputSelector, previousOutputText } from "./previous_output.ts"

const shown = (value: Value) => {
  const pool = new VariablePool()
  pool.set("n", "out", value)
  return previousOutputText({ selector: ["n", "out"] }, pool)
}

describe("a reference to an earlier output", () => {
  const spellings: ReadonlyArray<readonly [{ readonly [name: string]: unknown }, ReadonlyArray<string> | undefined]> = [
    [{ selector: ["a", "b"] }, ["a", "b"]],
    [{ variable_selector: ["a", "b"] }, ["a", "b"]],
    [{ value_selector: ["a", "b", "c"] }, ["a", "b", "c"]],
    [{ selector: "a.b", value_selector: ["a", "c"] }, ["a", "c"]],
    [{ selector: ["a", 1], node_id: "a", output: "b" }, ["a", "b"]],
    [{ node_id: "a", output: "b" }, ["a", "b"]],
    [{ node_id: "a", name: "b" }, ["a", "b"]],
    [{ node_id: "a", variable: "b" }, ["a", "b"]],
    [{ node_id: "a", key: "b" }, ["a", "b"]],
    [{ node_id: "a" }, undefined],
    [{ output: "b" }, undefined],
    [{ selector: [] }, undefined],
    [{}, undefined],
    [Object.create({ selector: ["a", "b"] }), undefined]
  ]
  it.each(spellings)("%j is %j", (ref, selector) => {
    expect(previousOutputSelector(ref)).toEqual(selector)
  })

  it("shows the name and the text, other values as JSON", () => {
    expect(shown("hello")).toEqual(Result.succeed("n.out:\nhello"))
    expect(shown({ k: [1, null] })).toEqual(Result.succeed('n.out:\n{"k": [1, null]}'))
  })

  it("cuts at 2000 characters, not in the middle of one", () => {
    expect(shown("x".repeat(2000))).toEqual(Result.succeed(`n.out:\n${"x".repeat(2000)}`))
    expect(shown("😀".repeat(2001))).toEqual(Result.succeed(`n.out:\n${"😀".repeat(2000)}...[truncated]`))
  })

  it("fails by its code when it names nothing, or what it names is not there", () => {
    const code = (ref: { readonly [name: string]: unknown }) => {
      const text = previousOutputText(ref, new VariablePool())
      return Result.isFailure(text) ? text.failure.code : undefined
    }
    expect(code({ what: "ever" })).toBe("invalid_previous_node_output_ref")
    expect(code({ selector: ["a", "b"] })).toBe("missing_previous_node_output")
  })
})
