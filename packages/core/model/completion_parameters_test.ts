import { assert, describe, it } from "@effect/vitest"
import { float } from "../value/value.ts"
import { VariablePool } from "../value/variable_pool.ts"
import { completionParameters, parameterSelectors } from "./completion_parameters.ts"

const pool = new VariablePool()
pool.setScope("start", { heat: "0.5", on: " true ", long: "é".repeat(2000), list: [1], name: "Ada", nothing: null })

describe("completionParameters", () => {
  it("resolves references and gives numbers and booleans their type back", () => {
    const { parameters } = completionParameters(
      {
        temperature: "{{#start.heat#}}",
        enabled: "{{#start.on#}}",
        seed: "{{#start.nothing#}}",
        list: "{{#start.list#}}",
        user: "I am {{#start.name#}}",
        plain: "0.7",
        top_p: float(1)
      },
      pool
    )
    assert.deepStrictEqual(
      { ...parameters },
      { temperature: 0.5, enabled: true, seed: "", list: "[1]", user: "I am Ada", plain: "0.7", top_p: float(1) }
    )
  })

  it("cuts long texts at 1024 characters", () => {
    const { parameters } = completionParameters({ user: "{{#start.long#}}" }, pool)
    assert.strictEqual(parameters.user, "é".repeat(1024))
  })

  it("takes stop out; what is no list of texts is ignored", () => {
    assert.deepStrictEqual(completionParameters({ stop: ["a", "b"], n: 1 }, pool).stop, ["a", "b"])
    for (const stop of ["a", ["a", 1], null, {}]) assert.deepStrictEqual(completionParameters({ stop }, pool).stop, [])
    assert.deepStrictEqual(Object.keys(completionParameters({ stop: ["a"] }, pool).parameters), [])
  })

  it("__proto__ is a parameter like any other", () => {
    const given = JSON.parse('{"__proto__": "{{#start.name#}}"}')
    const { parameters } = completionParameters(given, pool)
    assert.deepStrictEqual(Object.entries(parameters), [["__proto__", "Ada"]])
    assert.deepStrictEqual(parameterSelectors(given), [["start", "name"]])
  })
})
