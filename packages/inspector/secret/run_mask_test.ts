import { assert, describe, expect, it } from "@effect/vitest"
import * as fc from "fast-check"
import { MadeRun } from "../_test_made_run.ts"
import { runMask } from "./run_mask.ts"

const withSecrets = (...secrets: ReadonlyArray<string>) =>
  runMask(
    new MadeRun([], {
      secretNames: secrets.map((_, index) => `S${index}`),
      environment: Object.fromEntries(secrets.map((secret, index) => [`S${index}`, secret]))
    })
  )

const node = (data: MadeRun["graph"]["nodes"][number]["data"]) => runMask(new MadeRun([{ id: "n", data }]))

describe("runMask", () => {
  it("hides the values of secret variables only", () => {
    const run = new MadeRun([], { secretNames: ["KEY"], environment: { KEY: "sk-secret-1", OPEN: "not-secret-1" } })
    expect(runMask(run).fields({ a: "x sk-secret-1", b: "not-secret-1" })).toEqual({
      a: "x sk-sec************-1",
      b: "not-secret-1"
    })
  })

  it("hides a credential written into a node wherever it turns up", () => {
    const mask = node({ authorization: { config: { api_key: "literal-key-1" } } })
    expect(mask.text("the server said: literal-key-1?")).toBe("the server said: litera************-1?")
  })

  it("hides a user name and password also as the Base64 of a Basic header", () => {
    const mask = node({ api_key: "user:password-1" })
    expect(mask.text(`Basic ${btoa("user:password-1")}`)).not.toContain(btoa("user:password-1"))
  })

  it("hides a short credential where it stands, but does not look for it elsewhere", () => {
    const mask = node({ api_key: "test" })
    expect(mask.text("a test")).toBe("a test")
    expect(mask.data({ api_key: "test" })).toEqual({ api_key: "*".repeat(20) })
  })

  it("a reference is no credential", () => {
    const mask = node({ api_key: "{{#env.SOME_KEY#}}", headers: "Authorization: Bearer {{#env.SOME_KEY#}}" })
    const text = "{{#env.SOME_KEY#}} Bearer"
    expect(mask.text(text)).toBe(text)
  })

  it("what holds no secret is returned as it is", () => {
    const mask = withSecrets("sk-secret-1")
    const fields = { a: ["b"] }
    assert.strictEqual(mask.fields(fields), fields)
  })

  it("the start of a text is masked as the whole text is, wherever secrets lie", () => {
    const secret = "sk-secret-1"
    const long = "0123456789".repeat(50)
    const part = fc.constantFrom("x", "yy ", secret, secret.slice(0, 6), encodeURIComponent("ä/ö:secret"), long)
    const mask = withSecrets(secret, "ä/ö:secret", long)
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), fc.nat(200), (parts, length) => {
        const text = parts.join("")
        const start = mask.start(text, length)
        assert.strictEqual(start.slice(0, length), mask.text(text).slice(0, length))
      }),
      { numRuns: 1000 }
    )
  })

  it("the start of 100 MB costs next to nothing", () => {
    const mask = withSecrets(...Array.from({ length: 50 }, (_, index) => `sk-secret-${index}-secret`))
    const text = "x".repeat(100_000_000)
    // A text made of parts is joined when it is first read; that is not what is measured here.
    text.codePointAt(text.length - 1)
    const before = performance.now()
    expect(mask.start(text, 500).length).toBeLessThan(10_000)
    assert.isBelow(performance.now() - before, 100)
  })
})
