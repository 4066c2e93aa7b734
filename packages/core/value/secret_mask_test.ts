import { assert, describe, expect, it } from "@effect/vitest"
import { FileValue } from "./file_value.ts"
import { jsonText } from "./json_text.ts"
import { pythonRepr } from "./python_text.ts"
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

  const odd = `it's a "key"\\ of 1/2 lines,\nthat é 😀 ends`
  const json = (text: string): string => JSON.stringify({ text })
  /** As Python and PHP write it: nothing but ASCII, and slashes escaped. */
  const asciiJson = (text: string): string =>
    json(text)
      .replaceAll("/", "\\/")
      .replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)

  it.each<readonly [string, string]>([
    ["Python's repr, with both kinds of quotes", pythonRepr([odd])],
    ["Python's repr, inside a text with one kind", `["it's a \\"key\\"\\\\ of 1/2 lines,\\nthat é 😀 ends"]`],
    ["a repr of a repr", pythonRepr([pythonRepr([odd])])],
    ["JSON", json(odd)],
    ["JSON inside JSON", json(json(odd))],
    ["JSON inside JSON inside JSON", json(json(json(odd)))],
    ["JSON of ASCII", asciiJson(odd)],
    ["JSON of ASCII inside JSON", json(asciiJson(odd))],
    ["JSON inside a repr", pythonRepr([json(odd)])],
    ["a repr inside JSON", json(pythonRepr([odd]))],
    ["Python's escapes by number", "it\\x27s a \\x22key\\x22\\x5c of 1/2 lines,\\x0athat \\xe9 \\U0001f600 ends"],
    ["a URL inside JSON", json(`https://a.test/?q=${encodeURIComponent(odd)}`)],
    ["a URL with small letters", encodeURIComponent(odd).replaceAll(/%../g, (byte) => byte.toLowerCase())],
    ["Base64", btoa(unescape(encodeURIComponent(odd)))],
    ["Base64 inside JSON of ASCII", asciiJson(Buffer.from(`a:${odd}`).toString("base64"))]
  ])("hides a secret of odd characters in %s", (_, text) => {
    const around = `before ${text} after`
    const masked = String(makeSecretMask([odd])(around))
    expect(masked).toContain("************")
    for (const piece of ["key", "lines", "that", "ends", "bGluZXM", "ZW5kcw"]) expect(masked).not.toContain(piece)
    assert.isTrue(masked.startsWith("before ") && masked.endsWith(" after"), masked)
  })

  it("hides a password in the Base64 of a Basic header, whoever the user is", () => {
    const password = "Passw0rd!(x)"
    const mask = makeSecretMask([password])
    for (const user of ["", "u", "us", "use", "user@a.test", "é", "😀"]) {
      for (const end of ["", "x", "xy", "\n"]) {
        for (const alphabet of ["base64", "base64url"] as const) {
          const header = `Basic ${Buffer.from(`${user}:${password}${end}`).toString(alphabet)}`
          const masked = String(mask(header))
          expect(masked).toContain("Passw0************x)")
          const left = masked.replace("Basic ", "").split("Passw0************x)")
          assert.isAtMost(left[0]?.length ?? 99, Math.ceil((Buffer.byteLength(user) + 1) / 3) * 4)
          assert.isAtMost(left[1]?.length ?? 99, 6)
          // What is left of the header tells nothing but what stood around the secret.
          const around = Buffer.from(`${left[0]}`, "base64").toString("latin1")
          assert.isTrue(Buffer.from(`${user}:`).toString("latin1").startsWith(around.slice(0, user.length)), masked)
        }
      }
    }
  })

  it("a short secret is no reason to hide what looks like its Base64", () => {
    const mask = makeSecretMask(["pass12", "abcd"])
    for (const text of [btoa("pass12"), btoa("u:abcd"), "know YWJj and cGFzczEy", "C:\\abc\\new\\test"]) {
      expect(mask(text)).toBe(text)
    }
  })

  it("text full of escapes that hold no secret is returned as it is", () => {
    const mask = makeSecretMask([odd])
    for (const text of ["\\", "\\u12", "\\x", "\\U00110000", "\\q \\\\q", json(json({ a: '\n"' }.a))]) {
      expect(mask(text)).toBe(text)
    }
  })

  it.each<readonly [string, string, string]>([
    ["backslashes", `a"b"c`, "\\".repeat(2_000_000)],
    ["escapes", `a"b"c`, '\\"'.repeat(1_000_000)],
    ["numbered escapes", `a"b"c`, "\\u0022".repeat(400_000)],
    ["a secret that almost begins everywhere", `b${"a".repeat(5000)}`, "a".repeat(2_000_000)],
    ["a secret that almost ends everywhere", `${"a".repeat(5000)}b`, "a".repeat(2_000_000)],
    ["a periodic secret", `${"ab".repeat(2500)}c`, "ab".repeat(1_000_000)],
    ["its own secret", "aaaa", "a".repeat(2_000_000)],
    ["its own secret, escaped", `"""""`, '\\"'.repeat(1_000_000)]
  ])("takes linear time on two million characters of %s", (_, hidden, text) => {
    const before = performance.now()
    makeSecretMask([hidden])(text)
    // Quadratic time would be minutes; a second is for a busy machine.
    assert.isBelow(performance.now() - before, 4000)
  })
})
