import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import type { ValueObject } from "../../value/value.ts"
import { agentV2 } from "../agent_v2.ts"
import { agent, city, declaring } from "./_test_try_agent.ts"

describe("a mocked agent", () => {
  const mocked = (data: unknown, answer: ValueObject) => Result.getOrThrow(agentV2.decode(data)).mock(answer)
  const statuses = (data: unknown, answer: ValueObject) => {
    const check = JSON.parse(JSON.stringify(mocked(data, answer).metadata?.output_type_check))
    return check.results.map(({ status }: { status: string }) => status)
  }
  const declared = declaring(city, { name: "size", type: "number", required: false })

  it("its example is what the default mock gives", () => {
    const { config, outputs } = agentV2.description.example
    expect({ ...mocked(config, agentV2.description.mockDefault ?? {}).outputs }).toEqual(outputs)
  })

  it("the default mock gives every declared output a value of its type", () => {
    const types = ["string", "number", "boolean", "object", "array", "file"]
    const data = declaring(...types.map((type) => ({ name: `a_${type}`, type })))
    expect(new Set(statuses(data, agentV2.description.mockDefault ?? {}))).toEqual(new Set(["ready"]))
  })

  it("the default mock keeps the files it gives", () => {
    const data = declaring(city, { name: "files", type: "array", array_item: { type: "string" } })
    expect({ ...mocked(data, { output: "Rome", files: ["a"] }).outputs }).toEqual({ city: "Rome", files: ["a"] })
  })

  it("a mock's keys are the outputs, checked as a model's", () => {
    expect({ ...mocked(declared, { city: "Rome", more: 1 }).outputs }).toEqual({ city: "Rome", more: 1 })
    expect(statuses(declared, { city: "Rome" })).toEqual(["ready", "not_produced"])
    expect(statuses(declared, { city: 1, size: true })).toEqual(["type_check_failed", "type_check_failed"])
    expect(mocked(declared, { city: 1 }).outputs.city).toBe(1)
    expect(statuses(agent(), { text: "Hi" })).toEqual(["ready", "not_produced", "not_produced"])
  })

  it("takes defaults as a run would", () => {
    const strategy = { retry: { enabled: true, max_retries: 9 }, on_failure: "default_value", default_value: "Paris" }
    const result = mocked(declaring({ ...city, failure_strategy: strategy }), { city: 1 })
    expect(result.outputs.city).toBe("Paris")
    expect(result.metadata).toMatchObject({
      output_failure_decision: "use_default",
      output_type_check: { passed: false }
    })
  })
})
