import { assert, describe, expect, it } from "@effect/vitest"
import { Predicate, Result } from "effect"
import { FileValue } from "./file_value.ts"
import { fromUnknown } from "./from_unknown.ts"
import { parseJson } from "./parse_json.ts"
import { toPlain } from "./to_plain.ts"
import { float } from "./value.ts"

describe("toPlain", () => {
  it("makes floats numbers and leaves the rest", () => {
    expect(toPlain([float(1), float(-0), 1.5, 1, "a", null, true, [], {}])).toStrictEqual([
      1,
      -0,
      1.5,
      1,
      "a",
      null,
      true,
      [],
      {}
    ])
  })

  it("keeps every digit of a big integer", () => {
    expect(toPlain({ id: 2n ** 64n })).toStrictEqual({ id: 18446744073709551616n })
  })

  it("shows a file in Dify's long form, without its bytes", () => {
    const file = new FileValue({ type: "audio", transfer_method: "local_file", bytes: new Uint8Array(3) })
    expect(toPlain([file])).toStrictEqual([file.toJSON()])
  })

  it("an own key named __proto__ stays data of an ordinary object", () => {
    const plain = toPlain(Result.getOrThrow(parseJson('{"a": {"__proto__": {"admin": true}}}')))
    expect(JSON.stringify(plain)).toBe('{"a":{"__proto__":{"admin":true}}}')
    assert(Predicate.hasProperty(plain, "a") && Predicate.isObject(plain.a))
    expect(Object.getPrototypeOf(plain.a)).toBe(Object.prototype)
    expect(Reflect.get(plain.a, "admin")).toBeUndefined()
    expect(Object.keys(plain.a)).toEqual(["__proto__"])
  })

  it("is undone by fromUnknown, but for floats that look like integers", () => {
    const data = { a: [1, 1.5, "x", { b: null }], c: 2n ** 70n }
    expect(toPlain(Result.getOrThrow(fromUnknown(data)))).toStrictEqual(data)
  })
})
