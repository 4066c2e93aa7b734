import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import { FileValue } from "../value/file_value.ts"
import type { Value } from "../value/value.ts"
import { VariablePool } from "../value/variable_pool.ts"
import type { ComparisonOperator } from "./comparison_operator.ts"
import type { FileCondition, FileConditions } from "./condition.ts"
import { evaluateConditions } from "./evaluate_conditions.ts"

const file = (type: "image" | "document", extension: string, size: number): FileValue =>
  new FileValue({
    type,
    transfer_method: "remote_url",
    remote_url: `https://a.test/x${extension}`,
    filename: `x${extension}`,
    extension,
    mime_type: null,
    size
  })

const image = file("image", ".png", 100)
const pdf = file("document", "pdf", 2000)

const shown = (
  files: Value,
  conditions: ReadonlyArray<FileCondition> | null,
  logical_operator: FileConditions["logical_operator"] = "and",
  comparison_operator: ComparisonOperator = "contains"
): string => {
  const pool = new VariablePool()
  pool.setScope("sys", { files })
  const condition = {
    variable_selector: ["sys", "files"],
    comparison_operator,
    value: "ignored",
    sub_variable_condition: conditions === null ? null : { logical_operator, conditions }
  }
  return Result.match(evaluateConditions([condition], "and", pool), {
    onSuccess: ({ holds, inputs }) => `${holds} ${inputs.length}`,
    onFailure: (error) => `${error.code}: ${error.message}`
  })
}

const one = (key: string, comparison_operator: ComparisonOperator, value: FileCondition["value"]): FileCondition => ({
  key,
  comparison_operator,
  value
})

describe("conditions on a list of files", () => {
  it.each<readonly [FileCondition, string]>([
    [one("type", "in", ["image"]), "true 0"],
    [one("type", "in", ["audio"]), "false 0"],
    [one("type", "is", "document"), "true 0"],
    // "not" must be so for every file.
    [one("type", "not in", ["image"]), "false 0"],
    [one("type", "is not", "audio"), "true 0"],
    [one("type", "not empty", null), "true 0"],
    [one("size", ">", "1000"), "true 0"],
    [one("size", ">", "3000"), "false 0"],
    [one("name", "contains", "pdf"), "true 0"],
    [one("url", "start with", "https://a.test"), "true 0"],
    [one("mime_type", "empty", null), "true 0"],
    [one("mime_type", "is", "x"), "false 0"],
    [one("transfer_method", "is", "remote_url"), "true 0"],
    [one("related_id", "null", null), "true 0"],
    // The dot of an extension is added on both sides.
    [one("extension", "is", "png"), "true 0"],
    [one("extension", "is", ".pdf"), "true 0"],
    [one("extension", "is", ""), "false 0"],
    [
      one("extension", "in", ["png"]),
      "condition_type_mismatch: Expected value must be a string when key is FileAttribute.EXTENSION"
    ],
    // The expected value is no template here.
    [one("name", "is", "{{#sys.name#}}"), "false 0"],
    [one("name", ">", "1"), "condition_type_mismatch: Invalid actual value type: number"],
    [one("bytes", "empty", null), "condition_attribute_unknown: 'bytes' is not a valid FileAttribute"],
    [one("__proto__", "empty", null), "condition_attribute_unknown: '__proto__' is not a valid FileAttribute"]
  ])("condition %#: $0.key $0.comparison_operator is $1", (condition, outcome) => {
    expect(shown([image, pdf], [condition])).toBe(outcome)
  })

  it("combines all of them without stopping early", () => {
    const isImage = one("type", "is", "image")
    const isAudio = one("type", "is", "audio")
    expect(shown([image], [isImage, isAudio])).toBe("false 0")
    expect(shown([image], [isImage, isAudio], "or")).toBe("true 0")
    expect(shown([image], [isAudio, one("x", "is", "")])).toContain("condition_attribute_unknown")
    expect(shown([image], [])).toBe("true 0")
    expect(shown([image], [], "or")).toBe("false 0")
  })

  it("without conditions on the files it is an error; an empty list is just a list", () => {
    for (const operator of ["contains", "not contains", "all of"] as const) {
      expect(shown([image], null, "and", operator)).toBe("condition_sub_variable_required: Sub variable is required")
    }
    expect(shown([], null)).toBe("false 1")
  })

  it("of an empty list only what is denied holds", () => {
    expect(shown([], [one("type", "is", "image")])).toBe("false 0")
    expect(shown([], [one("type", "is not", "image")])).toBe("true 0")
  })

  it("other operators look at the list itself", () => {
    expect(shown([image], null, "and", "not empty")).toBe("true 1")
    expect(shown([], null, "and", "empty")).toBe("true 1")
    expect(shown([image], null, "and", "exists")).toBe("true 0")
  })

  it("a list that holds more than files is no list of files", () => {
    expect(shown([image, "x"], [one("type", "is", "image")])).toBe("false 1")
  })
})
