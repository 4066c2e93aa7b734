import { describe, expect, it } from "@effect/vitest"
import { objectFrom, type Value } from "@flowglass/core"
import { checksOf, retriesOf } from "./output_checks.ts"

const checks = (results: Value) => Object.fromEntries(checksOf({ output_type_check: { results } }, "output_type_check"))

describe("checksOf", () => {
  it("reads results by output name; ready, passed, not_produced and skipped pass", () => {
    const results = ["ready", "passed", "not_produced", "skipped", "failed", "type_check_failed", "odd"].map(
      (status) => ({
        name: status,
        status,
        reason: `was ${status}`
      })
    )
    expect(checks(results)).toEqual({
      ready: { passed: true, reason: "was ready" },
      passed: { passed: true, reason: "was passed" },
      not_produced: { passed: true, reason: "was not_produced" },
      skipped: { passed: true, reason: "was skipped" },
      failed: { passed: false, reason: "was failed" },
      type_check_failed: { passed: false, reason: "was type_check_failed" },
      odd: { passed: false, reason: "was odd" }
    })
  })

  it("a result without a status does not pass; of equal names the last counts", () => {
    expect(
      checks([
        { name: "a", status: "ready" },
        { name: "a", reason: 7 }
      ])
    ).toEqual({ a: { passed: false, reason: null } })
  })

  it("reads a second kind of check, and what Dify writes one level down", () => {
    const metadata = { agent_log: { output_check: { results: [{ name: "a", status: "failed", reason: "no" }] } } }
    expect([...checksOf(metadata, "output_check")]).toEqual([["a", { passed: false, reason: "no" }]])
    expect(checksOf(metadata, "output_type_check").size).toBe(0)
  })

  it("whatever has another shape is no check", () => {
    const shapes: ReadonlyArray<Value> = [
      null,
      1,
      "x",
      [],
      {},
      { results: null },
      { results: {} },
      { results: [1, null] }
    ]
    for (const shape of [...shapes, { results: [{ name: 1, status: "ready" }, {}] }]) {
      expect(checksOf({ output_type_check: shape, agent_log: [shape] }, "output_type_check").size).toBe(0)
    }
  })

  it("an output named __proto__ has its check like any other", () => {
    const result = objectFrom([
      ["name", "__proto__"],
      ["status", "failed"]
    ])
    expect(checksOf({ output_type_check: { results: [result] } }, "output_type_check").get("__proto__")).toEqual({
      passed: false,
      reason: null
    })
  })
})

describe("retriesOf", () => {
  it("is the attempt, if it is an integer above 0", () => {
    expect(retriesOf({ attempt: 2 })).toBe(2)
    expect(retriesOf({ agent_log: { attempt: 3 } })).toBe(3)
    for (const attempt of [0, -1, 1.5, "2", true, null, [], 2n ** 70n]) expect(retriesOf({ attempt })).toBe(0)
    expect(retriesOf({})).toBe(0)
  })
})
