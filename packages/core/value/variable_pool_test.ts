import { describe, expect, it } from "@effect/vitest"
import { FileValue } from "./file_value.ts"
import { float } from "./value.ts"
import { objectFrom } from "./value_object.ts"
import { VariablePool } from "./variable_pool.ts"

const file = new FileValue({
  type: "image",
  transfer_method: "remote_url",
  remote_url: "https://a.test/i.png",
  filename: "i.png"
})

const pool = new VariablePool()
pool.setScope("start", { name: "Joe", none: null, list: ["a"], file, deep: { a: { b: [1] }, n: null } })
pool.setScope("sys", { query: "hi" })

describe("VariablePool.get", () => {
  it.each([
    [["start", "name"], "Joe"],
    [["start", "none"], null],
    [["start", "deep", "a", "b"], [1]],
    [["start", "deep", "n"], null],
    [["start", "file", "name"], "i.png"],
    [["start", "file", "name", "ignored"], "i.png"],
    [["start", "file", "size"], -1],
    [["start", "file", "bytes"], undefined],
    [["start", "deep", "missing"], undefined],
    [["start", "list", "0"], undefined],
    [["start", "name", "length"], undefined],
    [["start", "deep", "n", "x"], undefined],
    [["start"], undefined],
    [[], undefined],
    [["gone", "x"], undefined]
  ])("%j", (selector, value) => {
    expect(pool.get(selector)).toEqual(value)
  })

  it("inherited names are no variables", () => {
    const plain = new VariablePool()
    plain.setScope("start", Object.assign(Object.create({ inherited: 1 }), { deep: {} }))
    for (const name of ["inherited", "constructor", "__proto__", "toString"]) {
      expect(plain.get(["start", name])).toBeUndefined()
      expect(plain.get(["start", "deep", name])).toBeUndefined()
      expect(plain.get([name, "x"])).toBeUndefined()
    }
  })

  it("own names such as __proto__ are variables", () => {
    const hostile = new VariablePool()
    hostile.set("__proto__", "__proto__", objectFrom([["__proto__", 1]]))
    expect(hostile.get(["__proto__", "__proto__", "__proto__"])).toBe(1)
    expect(hostile.text("{{#__proto__.__proto__.__proto__#}}")).toBe("1")
  })
})

describe("VariablePool frames", () => {
  it("read through to the parent and write to themselves", () => {
    const child = new VariablePool(pool)
    child.set("start", "name", "Ann")
    expect(child.get(["start", "name"])).toBe("Ann")
    expect(child.get(["start", "list"])).toEqual(["a"])
    expect(child.get(["sys", "query"])).toBe("hi")
    expect(pool.get(["start", "name"])).toBe("Joe")
  })
})

describe("VariablePool writes", () => {
  it("change neither what a node gave nor what another frame sees", () => {
    const given = objectFrom([["a", 1]])
    const outer = new VariablePool()
    outer.setScope("n", given)
    outer.set("n", "b", 2)
    const inner = new VariablePool(outer)
    inner.set("n", "a", 3)
    outer.set("n", "b", 4)
    expect([outer.get(["n", "a"]), outer.get(["n", "b"])]).toEqual([1, 4])
    expect([inner.get(["n", "a"]), inner.get(["n", "b"])]).toEqual([3, 2])
    expect({ ...given }).toEqual({ a: 1 })
  })

  it("to variables that were replaced as a whole change the new ones, not what they were replaced with", () => {
    const values = new VariablePool()
    values.set("n", "a", 1)
    const given = objectFrom([["a", 2]])
    values.setScope("n", given)
    values.set("n", "a", 3)
    expect(values.get(["n", "a"])).toBe(3)
    expect({ ...given }).toEqual({ a: 2 })
  })

  it("find the frame that has the variables, also after that frame copied them", () => {
    const outer = new VariablePool()
    outer.setScope("conversation", objectFrom([["v", 0]]))
    const inner = new VariablePool(outer)
    for (const value of [1, 2, 3]) inner.assign("conversation", "v", value)
    expect(outer.get(["conversation", "v"])).toBe(3)
    expect(inner.get(["conversation", "v"])).toBe(3)
  })
})

describe("VariablePool templates", () => {
  it("text and markdown differ as Dify's do", () => {
    const values = new VariablePool()
    values.setScope("n", { list: ["x", "é"], object: { a: float(1) }, yes: true })
    const template = "{{#n.list#}}|{{#n.object#}}|{{#n.yes#}}"
    expect(values.text(template)).toBe('["x", "é"]|{"a": 1.0}|True')
    expect(values.markdown(template)).toBe('- x\n- é|{\n  "a": 1.0\n}|True')
  })

  it("literal text that reads like a variable stays text, an unknown reference is empty", () => {
    expect(pool.text("The start.name is {{#start.name#}}")).toBe("The start.name is Joe")
    expect(pool.text("start.name")).toBe("start.name")
    expect(pool.text("[{{#x.y#}}]")).toBe("[]")
  })

  it("a reference inside a value is not resolved again", () => {
    const values = new VariablePool()
    values.setScope("user", { input: "{{#env.SECRET#}}" })
    values.setScope("env", { SECRET: "leak" })
    expect(values.text("{{#user.input#}}")).toBe("{{#env.SECRET#}}")
  })

  it("resolve keeps the values", () => {
    expect(pool.resolve("a {{#start.file#}}{{#x.y#}}{{#start.none#}}")).toEqual(["a ", file, "", null])
  })
})
