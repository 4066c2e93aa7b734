import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import { Float, float, integer, type Value } from "../value/value.ts"
import { emptyObject, isValueArray, isValueObject } from "../value/value_object.ts"
import { tryTemplate } from "./_test_try_template.ts"
import { notReproduced } from "./not_reproduced.ts"

/** A template, its variables, and what Jinja2 itself made of it. */
interface Vector {
  readonly id: string
  readonly group: string
  readonly template: string
  readonly context: { readonly [name: string]: Value }
  readonly expected?: string
  readonly error?: string
  /** It probes the interpreter; whatever Jinja2 does, here it has to fail. */
  readonly refuse?: boolean
  /** It wastes time or memory and has to fail. */
  readonly limit?: boolean
}

const folder = process.env.FLOWGLASS_REFERENCE ?? join(import.meta.dirname, "../../../../shared")
const file = join(folder, "vectors/jinja.json")

const floatOf = (text: string): Value => {
  if (text === "-0.0") return new Float(-0)
  return float(text === "inf" ? Number.POSITIVE_INFINITY : text === "-inf" ? Number.NEGATIVE_INFINITY : Number(text))
}

const decode = (value: Value): Value => {
  if (isValueArray(value)) return value.map(decode)
  if (!isValueObject(value)) return value
  if (typeof value.$float === "string") return floatOf(value.$float)
  if (typeof value.$int === "string") return integer(BigInt(value.$int))
  const decoded = emptyObject()
  for (const [name, member] of Object.entries(value)) decoded[name] = decode(member)
  return decoded
}

const errorClasses: Record<string, string> = {
  template_syntax_invalid: "syntax",
  template_value_undefined: "undefined",
  template_type_mismatch: "type",
  template_feature_refused: "type",
  template_evaluation_failed: "runtime"
}

const passes = (vector: Vector): boolean => {
  const context = decode(vector.context)
  const result = tryTemplate(vector.template, isValueObject(context) ? context : {})
  if (vector.refuse === true || vector.limit === true) return Result.isFailure(result)
  if (Result.isSuccess(result)) return result.success === vector.expected
  return vector.error !== undefined && errorClasses[result.failure.code] === vector.error
}

const complete = ["dify", "security", "limits", "for", "if", "print-values"]

describe("the recorded output of Jinja2", () => {
  if (!existsSync(file)) {
    it("is not here: set FLOWGLASS_REFERENCE to the folder that holds vectors/jinja.json", () => {
      expect(existsSync(file)).toBe(false)
    })
    return
  }
  const { cases }: { readonly cases: ReadonlyArray<Vector> } = JSON.parse(readFileSync(file, "utf8"))
  const groups = Map.groupBy(
    cases.map((vector) => ({ ...vector, passed: passes(vector) })),
    (vector) => vector.group
  )
  const failing = [...groups.values()]
    .flat()
    .filter((vector) => !vector.passed)
    .map((vector) => vector.id)

  it.each(complete)("group %s is reproduced in full", (group) => {
    expect(
      groups
        .get(group)
        ?.filter((vector) => !vector.passed)
        .map((vector) => vector.id)
    ).toEqual([])
  })

  it("at least 97 % is reproduced", () => {
    const lines = Array.from(groups, ([group, vectors]) => {
      return `${group} ${vectors.filter((vector) => vector.passed).length}/${vectors.length}`
    })
    console.log(`${lines.join(", ")}; not reproduced: ${failing.join(", ") || "none"}`)
    expect(cases.length).toBeGreaterThan(1000)
    expect(1 - failing.length / cases.length).toBeGreaterThanOrEqual(0.97)
  })

  it("what is not reproduced is listed, with what it is here", () => {
    expect(failing).toEqual(notReproduced.map(({ id }) => id))
    for (const { template, here } of notReproduced) expect(tryTemplate(template, {})).toEqual(Result.succeed(here))
  })
})
