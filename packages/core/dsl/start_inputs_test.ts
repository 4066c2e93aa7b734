import { describe, it } from "@effect/vitest"
import { Result } from "effect"
import { assert } from "vitest"
import { float, type Value } from "../value/value.ts"
import { objectFrom } from "../value/value_object.ts"
import { readInputOf as read, inputVariable as variable } from "./_test_input.ts"
import { validateInputs } from "./start_inputs.ts"

const required = { required: true }

describe("validateInputs", () => {
  const accepted: ReadonlyArray<readonly [string, object, unknown, Value]> = [
    ["text-input", {}, "a", "a"],
    ["text-input", required, "", ""],
    ["text-input", {}, undefined, null],
    ["text-input", {}, null, null],
    ["text-input", { default: "d" }, null, "d"],
    ["text-input", { max_length: 3 }, "abc", "abc"],
    ["text-input", { max_length: 1 }, "😀", "😀"],
    ["text-input", { max_length: 0 }, "abc", "abc"],
    ["text-input", {}, "a\0b", "ab"],
    ["paragraph", { max_length: 3 }, "\0a\0", "a"],
    ["text-input", { max_length: 2 }, "😀😀", "😀😀"],
    ["select", { options: ["a"] }, "a", "a"],
    ["select", { options: ["", "a"] }, "", ""],
    ["select", { options: ["a"], default: "" }, undefined, null],
    ["select", { options: ["a"], default: "a" }, undefined, "a"],
    ["paragraph", {}, "a\nb", "a\nb"],
    ["select", { options: ["a", "b"] }, "b", "b"],
    ["select", { options: ["a"], max_length: 1 }, "a", "a"],
    ["select", { options: ["a", "b"] }, "", null],
    ["number", {}, 5, 5],
    ["number", {}, 1.5, 1.5],
    ["number", {}, true, true],
    ["number", {}, "5", 5],
    ["number", {}, " 1_0 ", 10],
    ["number", {}, "5.0", float(5)],
    ["number", {}, "9007199254740993", 9_007_199_254_740_993n],
    ["number", {}, "  ", null],
    ["number", { default: "7" }, undefined, 7],
    ["number", { max_length: 1 }, 12_345, 12_345],
    ["checkbox", {}, true, true],
    ["checkbox", {}, " Yes ", true],
    ["checkbox", {}, "OFF", false],
    ["checkbox", {}, 1, true],
    ["checkbox", {}, 0, false],
    ["checkbox", { default: "true" }, undefined, true],
    ["checkbox", {}, float(1), true],
    ["checkbox", {}, "maybe", "maybe"],
    ["checkbox", {}, " Maybe\0 ", " Maybe "],
    ["checkbox", {}, "", ""],
    ["checkbox", required, "", ""],
    ["checkbox", {}, 2, 2],
    ["checkbox", {}, ["on"], ["on"]],
    ["checkbox", {}, [], []],
    ["checkbox", {}, null, null],
    ["json_object", {}, { a: [1] }, objectFrom([["a", [1]]])],
    ["json_object", {}, "", ""],
    ["json_object", { json_schema: { required: ["a"] } }, {}, objectFrom([])],
    ["json_object", { json_schema: '{"required": ["a"]}' }, { a: 1 }, objectFrom([["a", 1]])],
    ["file", {}, "", null],
    ["file-list", {}, "", null],
    ["file-list", {}, [], []],
    ["external_data_tool", {}, undefined, null]
  ]

  it.each(accepted)("takes for %s %j: %j", (type, more, given, value) => {
    assert.deepStrictEqual(read(variable(type, more), given), value)
  })

  const refused: ReadonlyArray<readonly [string, object, unknown, string]> = [
    ["text-input", required, undefined, "input_required: x is required in input form"],
    ["text-input", { ...required, default: "d" }, null, "input_required: x is required in input form"],
    ["text-input", {}, 5, "input_type_mismatch: (type 'text-input') x in input form must be a string"],
    ["paragraph", {}, ["a"], "input_type_mismatch: (type 'paragraph') x in input form must be a string"],
    ["select", { options: ["a"] }, 1, "input_type_mismatch: (type 'select') x in input form must be a string"],
    ["text-input", { max_length: 3 }, "abcd", "input_too_long: x in input form must be less than 3 characters"],
    [
      "paragraph",
      { max_length: 3, default: "abcd" },
      null,
      "input_too_long: x in input form must be less than 3 characters"
    ],
    [
      "select",
      { options: ["a", "b'"] },
      "c",
      "input_not_an_option: x in input form must be one of the following: ['a', \"b'\"]"
    ],
    [
      "select",
      { options: ["a"], ...required },
      "",
      "input_not_an_option: x in input form must be one of the following: ['a']"
    ],
    ["number", {}, "five", "input_type_mismatch: x in input form must be a valid number"],
    ["number", {}, "1e3", "input_type_mismatch: x in input form must be a valid number"],
    ["number", {}, "1.2.3", "input_type_mismatch: x in input form must be a valid number"],
    ["number", {}, [1], "input_type_mismatch: expected value type int, float or str, got list, value: [1]"],
    ["number", {}, { a: 1 }, "input_type_mismatch: expected value type int, float or str, got dict, value: {'a': 1}"],
    ["text-input", { max_length: 3 }, "a\0b\0", "input_too_long: x in input form must be less than 3 characters"],
    ["text-input", { max_length: 1 }, "😀😀", "input_too_long: x in input form must be less than 1 characters"],
    ["number", {}, "inf", "input_type_mismatch: x in input form must be a valid number"],
    ["number", {}, "0x10", "input_type_mismatch: x in input form must be a valid number"],
    ["number", {}, "1".repeat(5000), "input_type_mismatch: x in input form must be a valid number"],
    ["number", required, null, "input_required: x is required in input form"],
    ["select", { options: ["a"] }, "a\0", "input_not_an_option: x in input form must be one of the following: ['a']"],
    ["checkbox", {}, { a: 1 }, "input_type_mismatch: Invalid input type for ['x']"],
    ["checkbox", {}, [{}], "input_type_mismatch: Invalid input type for ['x']"],
    ["json_object", {}, "{}", "input_type_mismatch: x in input form must be a dict"],
    ["json_object", {}, [1], "input_type_mismatch: x in input form must be a dict"],
    ["json_object", required, null, "input_required: x is required in input form"],
    [
      "json_object",
      { json_schema: { properties: { a: { type: "integer" } } } },
      { a: "1" },
      "input_json_schema_mismatch: JSON object for 'x' does not match schema: '1' is not of type 'integer'"
    ],
    ["file", {}, "a.pdf", "input_type_mismatch: x in input form must be a file"],
    ["file", {}, [], "input_type_mismatch: x in input form must be a file"],
    ["file", required, "", "input_type_mismatch: x in input form must be a file"],
    ["file-list", {}, {}, "input_type_mismatch: x in input form must be a list of files"],
    ["file-list", {}, ["a"], "input_type_mismatch: x in input form must be a list of files"],
    ["file-list", { max_length: 1 }, [{}, {}], "input_too_long: x in input form must be less than 1 files"],
    ["file", {}, {}, "input_file_invalid: transfer_method is required in file mapping"],
    ["file", {}, { transfer_method: "remote_url" }, "input_file_invalid: Invalid file url"],
    ["file", {}, { transfer_method: "remote_url", url: "ftp://a/b" }, "input_file_invalid: Invalid file url"],
    ["file", {}, { transfer_method: "local_file" }, "input_file_invalid: Invalid upload file id"],
    [
      "file",
      {},
      { transfer_method: "remote_url", url: "https://a.test/b", upload_file_id: "7" },
      "input_file_invalid: Invalid upload file id format"
    ],
    ["file", {}, { transfer_method: "tool_file" }, "input_file_invalid: ToolFile null not found"],
    ["file-list", required, "", "input_type_mismatch: x in input form must be a list of files"],
    [
      "file",
      {},
      { transfer_method: "local_file", upload_file_id: "7" },
      "input_file_invalid: Invalid upload file id format"
    ],
    [
      "file",
      {},
      { transfer_method: "carrier_pigeon" },
      "input_file_invalid: invalid file transfer method: carrier_pigeon"
    ],
    [
      "file",
      {},
      { transfer_method: "remote_url", url: "https://a.test/b", type: "pdf" },
      "input_file_invalid: invalid file type: pdf"
    ],
    [
      "external_data_tool",
      {},
      "a",
      "input_type_unsupported: x in input form is of type external_data_tool, which takes no value here"
    ]
  ]

  it.each(refused)("refuses for %s %j: %j", (type, more, given, message) => {
    assert.strictEqual(read(variable(type, more), given), message)
  })

  it("never reads a path: a file of the server is not for callers", () => {
    const answer = read(variable("file"), { transfer_method: "local_file", path: "/etc/passwd" })
    assert.match(String(answer), /^input_file_invalid: The file \/etc\/passwd was not loaded/)
  })

  it("reports all inputs that are wrong at once", () => {
    const variables = [
      variable("text-input", { variable: "name", required: true }),
      variable("number", { variable: "age" }),
      variable("checkbox", { variable: "sure" })
    ]
    const error = Result.getOrThrow(Result.flip(validateInputs(variables, { age: "old", sure: true })))
    assert.strictEqual(error.code, "inputs_invalid")
    assert.strictEqual(
      error.message,
      "2 inputs are wrong: name is required in input form; age in input form must be a valid number"
    )
    assert.deepStrictEqual(error.params, {
      problems: [
        {
          variable: "name",
          code: "input_required",
          message: "name is required in input form",
          fix: "Give the input a value."
        },
        {
          variable: "age",
          code: "input_type_mismatch",
          message: "age in input form must be a valid number",
          fix: "Give the input a value of the type of its variable."
        }
      ]
    })
  })

  it("raises the code of a single problem and names its variable", () => {
    const error = Result.getOrThrow(Result.flip(validateInputs([variable("number")], { x: [] })))
    assert.deepStrictEqual([error.code, error.status, error.params], ["input_type_mismatch", 400, { variable: "x" }])
  })

  it("drops inputs nobody declared", () => {
    assert.deepStrictEqual(
      Result.getOrThrow(validateInputs([variable("number")], { x: 1, y: 2 })),
      objectFrom([["x", 1]])
    )
  })

  it("takes __proto__ as an input like any other", () => {
    const given: Record<string, unknown> = Object.create(null)
    given["__proto__"] = "data"
    const values = Result.getOrThrow(validateInputs([variable("text-input", { variable: "__proto__" })], given))
    assert.deepStrictEqual(Object.entries(values), [["__proto__", "data"]])
    assert.deepStrictEqual(
      Object.entries(Result.getOrThrow(validateInputs([variable("text-input", { variable: "toString" })], {}))),
      [["toString", null]]
    )
  })

  it("refuses data that is no plain data", () => {
    assert.match(
      String(read(variable("json_object"), { a: new Map() })),
      /^input_type_mismatch: .* is an instance of Map/
    )
  })
})
