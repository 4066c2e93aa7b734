import { globSync, readFileSync } from "node:fs"
import { STATUS_CODES } from "node:http"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { exitCodeOf, type Family, families } from "@flowglass/core/error"
import { Runtime, Schema } from "effect"
import { catalogue } from "./catalogue.ts"

const packages = join(import.meta.dirname, "../..")

/** The codes that the sources of all packages declare: every `class X extends defineError<X>()({ code: ... })`. */
const declaredCodes = (): ReadonlyArray<string> =>
  globSync("*/error/**/*.ts", { cwd: packages }).flatMap((file) => {
    if (file.endsWith("_test.ts") || file.endsWith("define_error.ts")) return []
    const text = readFileSync(join(packages, file), "utf8")
    const found = [...text.matchAll(/class (\w+) extends defineError<\1>\(\)\(\{\s*code: "([^"]+)"/g)]
    // Another way of writing would hide a code from this test.
    assert.strictEqual(found.length, text.split("defineError<").length - 1, file)
    return found.map(([, , code = ""]) => code)
  })

const declarations = catalogue.map(({ declaration }) => declaration)
const codes: ReadonlyArray<string> = declarations.map(({ code }) => code)

/** Text without what stands in backticks or quotes: there a full stop ends no sentence. */
const unquoted = (text: string): string => text.replaceAll(/`[^`]*`|'[^']*'|"[^"]*"/g, "x")

describe("the catalogue", () => {
  it("has every code that any package declares, once", () => {
    assert.deepStrictEqual(codes.toSorted(), declaredCodes().toSorted())
    assert.strictEqual(new Set(codes).size, codes.length)
    assert.isAbove(codes.length, 100)
  })

  it("has snake_case codes; only codes of hosts have a prefix", () => {
    for (const code of codes) assert.match(code, /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/)
  })

  it("gives every code the HTTP status of an error", () => {
    for (const { code, status } of declarations) {
      assert.isTrue(status >= 400 && status <= 599, code)
      assert.property(STATUS_CODES, String(status), code)
    }
  })

  it("puts every code into a family, and leaves no family empty", () => {
    const used = new Set<string>(declarations.map(({ family }) => family))
    assert.deepStrictEqual([...used].toSorted(), Object.keys(families).toSorted())
  })

  it("says in one sentence what happened, and in one what to do", () => {
    for (const { code, title, remedy } of declarations) {
      assert.match(title, /^[A-Z`][^\n]*[^.\s]$/, code)
      assert.notMatch(unquoted(title), /[.!?]\s/, code)
      assert.match(remedy, /^[A-Z`][^\n]*\.$/, code)
      assert.notMatch(unquoted(remedy), /[.!?]\s/, code)
    }
  })
})

describe("families", () => {
  it("have exit codes of their own that no outcome of a run and no signal has", () => {
    const exitCodes = Object.entries(families).map(([family, { exitCode }]) => [family, exitCode] as const)
    assert.strictEqual(new Set(exitCodes.map(([, code]) => code)).size, exitCodes.length)
    for (const [family, code] of exitCodes) {
      const reserved = new Map([
        ["usage", 2],
        ["defect", 70]
      ]).get(family)
      if (reserved === undefined) assert.isTrue(code >= 20 && code <= 69, family)
      else assert.strictEqual(code, reserved)
    }
  })
})

describe("every error", () => {
  it("weakness 15: is {code, message, status} as JSON, params only when given, and nothing of its class", () => {
    for (const Declared of catalogue) {
      const { code, status } = Declared.declaration
      const error = new Declared({ message: "m" })
      assert.strictEqual(JSON.stringify(error), JSON.stringify({ code, message: "m", status }))
      assert.deepStrictEqual(JSON.parse(JSON.stringify(new Declared({ message: "m", params: { at: 1 } }))), {
        code,
        message: "m",
        status,
        params: { at: 1 }
      })
      assert.deepStrictEqual(Object.keys(Schema.encodeSync(Declared)(error)), ["code", "message", "status"])
      assert.strictEqual(error._tag, code)
      assert.isFalse(Object.getOwnPropertyDescriptor(error, "_tag")?.enumerable ?? false)
    }
  })

  it("ends the command with the exit code of its family", () => {
    for (const Declared of catalogue) {
      const family: Family = Declared.declaration.family
      assert.strictEqual(Runtime.getErrorExitCode(new Declared({ message: "m" })), exitCodeOf(family))
    }
  })

  it("has a JSON schema with its code and status as constants and without _tag", () => {
    for (const Declared of catalogue) {
      const { code, status } = Declared.declaration
      const { definitions } = Schema.toJsonSchemaDocument(Declared)
      assert.deepStrictEqual(Object.values(definitions), [
        {
          type: "object",
          properties: {
            code: { type: "string", enum: [code] },
            message: { type: "string" },
            status: { type: "number", enum: [status] },
            params: {}
          },
          required: ["code", "message", "status"],
          additionalProperties: true
        }
      ])
    }
  })
})
