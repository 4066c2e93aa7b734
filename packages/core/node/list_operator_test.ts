import { assert, describe, expect, it } from "@effect/vitest"
import { FileValue } from "../value/file_value.ts"
import { float, type Value } from "../value/value.ts"
import { emptyObject } from "../value/value_object.ts"
import { bindNode, tryNode, tryResult } from "./_try_node.ts"
import { listOperator } from "./list_operator.ts"
import { NodeFailure } from "./node_failure.ts"

const config = (more: object) => ({ variable: ["start", "list"], ...more })

const results = (list: Value, more: object, others: { readonly [name: string]: Value } = {}) =>
  tryResult(listOperator, config(more), { start: { list, ...others } }).outputs.result

const filter = (list: Value, comparison_operator: string, value: unknown, key = "") =>
  results(list, { filter_by: { enabled: true, conditions: [{ key, comparison_operator, value }] } })

const refusal = (list: Value, more: object) => {
  const outcome = tryNode(listOperator, config(more), { start: { list } })
  if (!(outcome instanceof NodeFailure)) return assert.fail("succeeded")
  return [outcome.error.code, outcome.error.message, outcome.details.type]
}

const filterRefusal = (list: Value, comparison_operator: string, value: unknown, key = "") =>
  refusal(list, { filter_by: { enabled: true, conditions: [{ key, comparison_operator, value }] } })

const file = (filename: string, size: number, more: object = {}) =>
  new FileValue({
    type: "document",
    transfer_method: "remote_url",
    remote_url: `https://files.test/${filename}`,
    filename,
    extension: filename.slice(filename.indexOf(".")),
    size,
    ...more
  })

const report = file("report.pdf", 300)
const photo = file("photo.png", 20, { type: "image", mime_type: "image/png", reference: "r1" })
const notes = file("notes.txt", 1000, { transfer_method: "local_file" })
const files = [report, photo, notes]

describe("list-operator", () => {
  it("case 73: limits, filters and orders as Dify does, and refuses in its words", () => {
    expect(results(["b", "a", "c"], { limit: { enabled: true, size: -1 } })).toEqual(["b", "a"])
    const inAndDesc = {
      filter_by: { enabled: true, conditions: [{ comparison_operator: "in", value: "abc" }] },
      order_by: { enabled: true, value: "desc" }
    }
    expect(results(["a", "b", "zz"], inAndDesc)).toEqual(["b", "a"])
    expect(refusal(["a"], { extract_by: { enabled: true, serial: "9" } })).toEqual([
      "list_serial_invalid",
      "Invalid serial index: must be <= 1, got 9",
      ""
    ])
    expect(refusal([{ a: 1 }], {})).toEqual([
      "list_type_unsupported",
      "Variable ['start', 'list'] is not an array type, actual type: <class 'graphon.variables.segments.ArrayObjectSegment'>",
      ""
    ])
  })

  it("every operator on texts", () => {
    const list = ["apple", "pear", ""]
    const rows: ReadonlyArray<readonly [string, string, ReadonlyArray<string>]> = [
      ["contains", "pp", ["apple"]],
      ["not contains", "pp", ["pear", ""]],
      ["start with", "p", ["pear"]],
      ["end with", "e", ["apple"]],
      ["is", "pear", ["pear"]],
      ["is not", "pear", ["apple", ""]],
      ["in", "apple pie", ["apple", ""]],
      ["not in", "apple pie", ["pear"]],
      ["empty", "", [""]],
      ["not empty", "", ["apple", "pear"]]
    ]
    for (const [operator, value, left] of rows) expect(filter(list, operator, value), operator).toEqual(left)
    expect(filterRefusal(list, "=", "1")).toEqual(["list_condition_invalid", "Invalid condition: =", ""])
    expect(filterRefusal(list, "is", true)).toEqual(["list_filter_value_invalid", "Invalid filter value: True", ""])
    expect(filterRefusal(list, "is", ["a", "b"])).toEqual([
      "list_filter_value_invalid",
      "Invalid filter value: ['a', 'b']",
      ""
    ])
  })

  it("every operator on numbers of every kind", () => {
    const big = 2n ** 60n
    const list = [1, float(2), 2.5, big]
    const rows: ReadonlyArray<readonly [string, unknown, ReadonlyArray<Value>]> = [
      ["=", "2", [float(2)]],
      ["≠", " 1e0 ", [float(2), 2.5, big]],
      ["<", 2, [1]],
      [">", "2", [2.5, big]],
      ["≥", "2", [float(2), 2.5, big]],
      ["≤", "2.5", [1, float(2), 2.5]],
      ["=", "1152921504606846976", [big]]
    ]
    for (const [operator, value, left] of rows) expect(filter(list, operator, value), operator).toEqual(left)
    expect(filterRefusal(list, "=", "two")).toEqual([
      "list_filter_value_invalid",
      "could not convert string to float: 'two'",
      "WorkflowNodeError"
    ])
    expect(filterRefusal(list, "contains", "2")).toEqual(["list_condition_invalid", "Invalid condition: contains", ""])
  })

  it("booleans are compared with booleans only", () => {
    expect(filter([true, false, true], "is", true)).toEqual([true, true])
    expect(filter([true, false], "is not", true)).toEqual([false])
    expect(filterRefusal([true], "is", "true")).toEqual([
      "list_filter_value_invalid",
      "Boolean filter expects a boolean value, got <class 'str'>",
      "WorkflowNodeError"
    ])
    expect(filterRefusal([true], "=", true)[1]).toBe("Invalid condition: =")
  })

  it("files by every attribute", () => {
    const rows: ReadonlyArray<readonly [string, string, unknown, ReadonlyArray<FileValue>]> = [
      ["name", "start with", "p", [photo]],
      ["extension", "is", ".pdf", [report]],
      ["mime_type", "empty", "", [report, notes]],
      ["url", "contains", "notes", [notes]],
      ["related_id", "is", "r1", [photo]],
      ["type", "in", ["image", "audio"], [photo]],
      ["type", "not in", ["image"], [report, notes]],
      ["transfer_method", "in", ["local_file"], [notes]],
      ["size", "≥", "300", [report, notes]],
      ["size", "<", "300", [photo]]
    ]
    for (const [key, operator, value, left] of rows) expect(filter(files, operator, value, key), key).toEqual(left)
    expect(filterRefusal(files, "is", "x", "__proto__")).toEqual(["list_key_invalid", "Invalid key: __proto__", ""])
    expect(filterRefusal(files, "is", "image", "type")[1]).toBe("Invalid condition: is")
    expect(filterRefusal(files, "in", ["a"], "name")[1]).toBe("Invalid key: name")
    expect(filterRefusal(files, "is", true, "name")[1]).toBe("File filter expects a string value, got <class 'bool'>")
  })

  it("orders files by size and by text, and refuses other keys", () => {
    const order = (key: string, value: string) => results(files, { order_by: { enabled: true, key, value } })
    expect(order("size", "asc")).toEqual([photo, report, notes])
    expect(order("name", "desc")).toEqual([report, photo, notes])
    expect(refusal(files, { order_by: { enabled: true, key: "", value: "asc" } })).toEqual([
      "list_key_invalid",
      "Invalid order key: ",
      ""
    ])
  })

  it("orders by code point, and equal members keep their order in both directions", () => {
    const order = (list: Value, value: string) => results(list, { order_by: { enabled: true, value } })
    expect(order(["\u{1f600}", "\uff5e", "a", "Z"], "asc")).toEqual(["Z", "a", "\uff5e", "\u{1f600}"])
    expect(order([float(1), 2, 1, 2n ** 60n], "desc")).toEqual([2n ** 60n, 2, float(1), 1])
    expect(order([true, false], "asc")).toEqual([false, true])
  })

  it("filters before it takes a member, and orders before it limits", () => {
    const all = {
      filter_by: {
        enabled: true,
        conditions: [
          { comparison_operator: ">", value: "{{#start.least#}}" },
          { comparison_operator: "<", value: "9" }
        ]
      },
      order_by: { enabled: true, value: "desc" },
      limit: { enabled: true, size: 2 }
    }
    expect(results([9, 1, 5, 3, 7], all, { least: 2 })).toEqual([7, 5])
    const one = { ...all, extract_by: { enabled: true, serial: "{{#start.which#}}" } }
    expect(results([9, 1, 5, 3, 7], one, { least: 2, which: 2 })).toEqual([3])
  })

  it("members are counted from 1", () => {
    const take = (serial: unknown) => refusal(["a"], { extract_by: { enabled: true, serial } })
    expect(take("0")).toEqual(["list_serial_invalid", "Invalid serial index: must be >= 1, got 0", "WorkflowNodeError"])
    expect(take("one")[1]).toBe("invalid literal for int() with base 10: 'one'")
    expect(take("99999999999999999999")[1]).toBe("Invalid serial index: must be <= 1, got 99999999999999999999")
    expect(results(["a", "b"], { extract_by: { enabled: true, serial: 2 } })).toEqual(["b"])
  })

  it("nothing gives an empty result, a missing variable fails", () => {
    for (const nothing of [[], null, "", 0, emptyObject()]) {
      const { outputs, inputs } = tryResult(listOperator, config({}), { start: { list: nothing } })
      expect(outputs).toEqual({ result: [], first_record: null, last_record: null })
      expect(inputs).toEqual({ variable: [] })
    }
    const missing = tryNode(listOperator, config({}))
    if (!(missing instanceof NodeFailure)) return assert.fail("succeeded")
    expect(missing.error.message).toBe("Variable not found for selector: ['start', 'list']")
    for (const wrong of ["text", 7, [1, "a"], [null], { a: [1] }]) {
      expect(refusal(wrong, {})[0]).toBe("list_type_unsupported")
    }
  })

  it("declares what the file says of the list", () => {
    expect(bindNode(listOperator, { var_type: "array[file]" }).outputs.map(({ type, item }) => [type, item])).toEqual([
      ["array", "file"],
      ["file", undefined],
      ["file", undefined]
    ])
    expect(bindNode(listOperator, {}).outputs.map(({ type }) => type)).toEqual(["array", null, null])
    expect(() =>
      bindNode(listOperator, { filter_by: { conditions: [{ comparison_operator: "constructor" }] } })
    ).toThrow()
  })

  it("weakness: a million members are filtered and ordered in linear passes and one sort", () => {
    const list = Array.from({ length: 1_000_000 }, (_, index) => String(index))
    const started = performance.now()
    expect(filter(list, "end with", "99999")).toHaveLength(10)
    results(list, { order_by: { enabled: true, value: "desc" }, limit: { enabled: true, size: 1 } })
    assert.isBelow(performance.now() - started, 5000)
  })
})
