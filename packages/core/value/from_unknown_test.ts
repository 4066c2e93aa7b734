import { assert, describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import { FileValue } from "./file_value.ts"
import { fromUnknown } from "./from_unknown.ts"
import { Float, type Value } from "./value.ts"
import { isValueArray, isValueObject, objectFrom } from "./value_object.ts"
import { knownWeight, weighFields } from "./weigh_fields.ts"

const made = (data: unknown): Value => Result.getOrThrow(fromUnknown(data))

const refusal = (data: unknown, code = "value_not_supported", maximumSize?: number): string => {
  const result = fromUnknown(data, maximumSize)
  assert(Result.isFailure(result))
  expect(result.failure.code).toBe(code)
  return result.failure.message
}

class Account {
  readonly owner = "Ada"
}

const nested = (levels: number): unknown => {
  let data: unknown = []
  for (let level = 1; level < levels; level++) data = level % 2 === 0 ? [data] : { a: data }
  return data
}

describe("fromUnknown", () => {
  const file = new FileValue({ type: "image", transfer_method: "remote_url", remote_url: "https://a.test/i.png" })

  it.each<readonly [unknown, Value]>([
    [null, null],
    [undefined, null],
    [true, true],
    ["a", "a"],
    [1, 1],
    [-0, 0],
    [1.5, 1.5],
    [Number.NaN, Number.NaN],
    [2 ** 53, 2n ** 53n],
    [1e21, 10n ** 21n],
    [5n, 5],
    [2n ** 60n, 2n ** 60n],
    [new Float(1), new Float(1)],
    [
      [1, undefined, [null]],
      [1, null, [null]]
    ],
    [Object.assign([], { length: 3, 0: 1, 2: 3 }), [1, null, 3]],
    [[], []]
  ])("data %#", (data, value) => {
    expect(made(data)).toStrictEqual(value)
  })

  it("drops undefined members and keeps null ones", () => {
    expect(made({ a: undefined, b: null, c: { d: undefined } })).toEqual({ b: null, c: {} })
  })

  it("keeps a file as it is", () => {
    const value = made({ files: [file] })
    assert(isValueObject(value) && Array.isArray(value.files))
    expect(value.files[0]).toBe(file)
  })

  it("takes objects without prototype and the same object twice", () => {
    const shared = Object.assign(Object.create(null), { a: 1 })
    expect(made([shared, shared])).toEqual([{ a: 1 }, { a: 1 }])
  })

  it("an own key named __proto__ is data and pollutes nothing", () => {
    const value = made(JSON.parse('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {}}}'))
    assert(isValueObject(value))
    expect(Object.keys(value)).toEqual(["__proto__", "constructor"])
    expect(Object.getPrototypeOf(value)).toBeNull()
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false)
  })

  it.each<readonly [unknown, string]>([
    [new Date(0), "it is an instance of Date"],
    [{ when: [new Date(0)] }, ".when[0] is an instance of Date"],
    [new Map(), "it is an instance of Map"],
    [{ a: new Set() }, ".a is an instance of Set"],
    [[new Account()], "[0] is an instance of Account"],
    [new Uint8Array(2), "it is an instance of Uint8Array"],
    [Promise.resolve(1), "it is an instance of Promise"],
    [{ a: () => 1 }, ".a is a function"],
    [[Symbol("s")], "[0] is a symbol"]
  ])("refuses data %#: $1", (data, message) => {
    expect(refusal(data)).toBe(`The data cannot become a value: ${message}.`)
  })

  it("a cycle is refused, not followed", () => {
    const cycle: Record<string, unknown> = {}
    cycle.again = [cycle]
    expect(refusal(cycle)).toContain(".again[0] contains itself")
  })

  it("data nested more than 100 levels deep is refused, before the stack is used up", () => {
    expect(Result.isSuccess(fromUnknown(nested(100)))).toBe(true)
    expect(refusal(nested(101), "value_nested_too_deep")).toContain("nested more than 100 levels deep")
    expect(refusal(nested(100_000), "value_nested_too_deep")).toContain("nested more than 100 levels deep")
  })

  it("a getter or proxy that throws is refused", () => {
    const trap = {
      get secret(): never {
        throw new Error("password=hunter2")
      }
    }
    expect(refusal({ trap })).toBe("The data cannot become a value: reading it failed.")
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(refusal([proxy])).toContain("reading it failed")
  })

  it("data that unfolds without end is refused before it fills the memory", () => {
    let doubled: unknown = ["x"]
    for (let level = 0; level < 60; level++) doubled = [doubled, doubled]
    expect(refusal(doubled, "value_too_large", 10_000)).toContain("larger than 10000 characters")
    expect(refusal(Object.assign([], { length: 4e9 }), "value_too_large", 10_000)).toContain("larger than 10000")
    expect(refusal({ a: "x".repeat(10_000) }, "value_too_large", 10_000)).toContain("larger than 10000")
    expect(made(["x".repeat(10_000)])).toHaveLength(1)
  })

  it("what is large is weighed while it is read, as it would be weighed later", () => {
    const shared = { long: "y".repeat(500) }
    const data = {
      list: Array.from({ length: 100 }, (_, index) => [index, index + 0.5, undefined, 2 ** 60, 2n ** 100n, true]),
      object: { file, shared, again: shared, gone: undefined, ["__proto__"]: "x".repeat(300) },
      none: [{}, []],
      small: { a: { b: null } }
    }
    const value = made(data)
    // A copy in which nothing is known.
    const copied = (part: Value): Value => {
      if (isValueArray(part)) return part.map(copied)
      return isValueObject(part)
        ? objectFrom(Object.entries(part).map(([name, member]) => [name, copied(member)]))
        : part
    }
    const unread = copied(value)
    assert(isValueObject(value) && isValueObject(unread))
    expect(knownWeight(unread)).toBeUndefined()
    expect(weighFields({ unread }).depth).toBe(3)
    expect(knownWeight(value)).toEqual(knownWeight(unread))
    for (const name of ["list", "object"]) {
      const [read, weighed] = [value[name], unread[name]]
      assert(typeof read === "object" && read !== null && typeof weighed === "object" && weighed !== null)
      expect(knownWeight(read)).toEqual(knownWeight(weighed))
      expect(knownWeight(read)).toBeDefined()
    }
    // Read again, it counts for as much, and is not copied.
    expect(made(value)).toBe(value)
    expect(fromUnknown([value, value], knownWeight(value)?.size)).toMatchObject({ _tag: "Failure" })
  })
})
