import { assert, describe, expect, it } from "@effect/vitest"
import { FileValue } from "./file_value.ts"
import { jsonText } from "./json_text.ts"
import { makeSecretMask } from "./secret_mask.ts"
import { float, type Value } from "./value.ts"
import { isValueObject } from "./value_object.ts"

const secret = "sk-1234567890abcdef"
const shown = "sk-123************ef"

describe("makeSecretMask", () => {
  it("hides every occurrence in texts and names, however nested", () => {
    const mask = makeSecretMask([secret])
    expect(mask(`Bearer ${secret}, again ${secret}`)).toBe(`Bearer ${shown}, again ${shown}`)
    expect(mask({ a: [{ [`key ${secret}`]: [secret, 1] }] })).toEqual({ a: [{ [`key ${shown}`]: [shown, 1] }] })
  })

  it("hides it in the attributes of a file", () => {
    const file = new FileValue({
      type: "image",
      transfer_method: "remote_url",
      remote_url: `https://a.test/?token=${secret}`,
      filename: null,
      bytes: new Uint8Array([1])
    })
    const masked = makeSecretMask([secret])([file])
    assert(Array.isArray(masked) && masked[0] instanceof FileValue)
    expect(masked[0].attributes).toEqual({ ...file.attributes, remote_url: `https://a.test/?token=${shown}` })
    expect(file.attributes.remote_url).toContain(secret)
  })

  it("a secret of several lines is found where JSON escapes it, one of odd characters where a URL does", () => {
    const key = '-----BEGIN KEY-----\nabc"def\n-----END KEY-----'
    expect(makeSecretMask([key])(jsonText({ key }))).toBe('{"key": "-----B************--"}')
    const odd = "p@ss word+1/2=é"
    const mask = makeSecretMask([odd])
    expect(mask(`https://a.test/?q=${encodeURIComponent(odd)}`)).toBe("https://a.test/?q=p@ss w************=é")
    expect(mask(String(new URLSearchParams({ q: odd })))).toBe("q=p@ss w************=é")
  })

  it("one of odd characters is found in a URL's own path and query, which escape less than a component", () => {
    const odd = 'sk-"12&34;/:56'
    const masked = makeSecretMask([odd])
    const url = new URL("http://host/")
    url.pathname = `/a/${odd}`
    url.search = `?q=${odd}`
    assert.notInclude(JSON.stringify(masked([url.href, url.pathname])), "12&34")
    // A secret that a URL would swallow hides nothing else.
    assert.strictEqual(makeSecretMask(["/../.."])("a/b"), "a/b")
  })

  it("returns the same reference when there is nothing to hide", () => {
    const mask = makeSecretMask([secret, "x"])
    const value: Value = {
      text: "fine",
      list: [1, float(1), Number.NaN, 2n ** 60n, null, true, [], {}, "axb"],
      file: new FileValue({ type: "image", transfer_method: "remote_url", remote_url: "https://a.test" })
    }
    expect(mask(value)).toBe(value)
  })

  it("keeps the untouched members of a changed value by reference", () => {
    const list: Value = [1, 2]
    const masked = makeSecretMask([secret])({ list, token: secret })
    assert(isValueObject(masked))
    expect(masked.list).toBe(list)
    expect(masked.token).toBe(shown)
  })

  it("does nothing without secrets; empty ones are none", () => {
    const value: Value = ["", "a"]
    expect(makeSecretMask([])(value)).toBe(value)
    expect(makeSecretMask(["", ""])(value)).toBe(value)
    expect(makeSecretMask([])).toBe(makeSecretMask([""]))
  })

  it("a short secret is hidden only where it is the whole text", () => {
    const mask = makeSecretMask(["no", "😀😀😀"])
    expect(mask(["no", "know", "no "])).toEqual(["*".repeat(20), "know", "no "])
    expect(mask("😀😀😀!")).toBe("😀😀😀!")
  })

  it("a secret that contains another one is masked as a whole, whatever their order", () => {
    const long = "tokentoken-987654"
    for (const secrets of [
      ["token-98", long],
      [long, "token-98"]
    ]) {
      expect(makeSecretMask(secrets)(`<${long}>`)).toBe(`<tokent${"*".repeat(12)}54>`)
    }
  })

  it("patterns of replacement and of regular expressions in a secret are only text", () => {
    const odd = "$&$1.*(a"
    expect(makeSecretMask([odd])(`x${odd}y`)).toBe(`x${"*".repeat(20)}y`)
    expect(makeSecretMask(["ab$&$&$&cdef"])("=ab$&$&$&cdef=")).toBe(`=ab$&$&${"*".repeat(12)}ef=`)
    expect(makeSecretMask(["...."])("abcd")).toBe("abcd")
  })

  it("a key named __proto__ survives masking as data", () => {
    const masked = makeSecretMask([secret])(JSON.parse(`{"__proto__": "${secret}"}`))
    expect(JSON.stringify(masked)).toBe(`{"__proto__":"${shown}"}`)
  })
})
