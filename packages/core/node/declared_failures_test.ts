import { assert, describe, it } from "@effect/vitest"
import { coreErrors } from "../error/catalogue.ts"
import { builtinNodes } from "./builtin.ts"

const declared = new Map<string, { readonly status: number }>(
  coreErrors.map(({ declaration }) => [declaration.code, declaration])
)

describe("the failures of nodes", () => {
  it("weakness 15: have declared codes, not names of classes and empty texts", () => {
    for (const { description } of builtinNodes) {
      const codes = description.errors.map(({ declaration }) => declaration.code)
      assert.strictEqual(new Set(codes).size, codes.length, description.type)
      for (const code of codes) {
        assert.match(code, /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/)
        assert.isTrue(declared.has(code), `${description.type}: ${code}`)
      }
    }
  })

  it("weakness 15: are named by every type that leaves the process or runs what a file says", () => {
    const failing = builtinNodes.filter(({ description }) => description.errors.length > 0)
    const types = new Set(failing.map(({ description }) => description.type))
    for (const { description } of builtinNodes) {
      if (description.external === true || description.retries === true)
        assert.isTrue(types.has(description.type), description.type)
    }
    for (const type of ["if-else", "template-transform", "code"]) assert.isTrue(types.has(type), type)
  })
})
