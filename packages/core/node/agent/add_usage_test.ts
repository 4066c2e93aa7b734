import { expect, it } from "@effect/vitest"
import { addUsage } from "./add_usage.ts"

const usage = (tokens: number, total_price?: string, currency = "USD") => ({
  prompt_tokens: tokens,
  completion_tokens: 1,
  total_tokens: tokens + 1,
  ...(total_price === undefined ? {} : { total_price, currency })
})

it("the usage of two calls is their sum", () => {
  expect(addUsage(undefined, usage(2))).toEqual(usage(2))
  expect(addUsage(usage(2), { ...usage(3), latency: 0.5 })).toEqual({
    prompt_tokens: 5,
    completion_tokens: 2,
    total_tokens: 7,
    latency: 0.5
  })
})

it.each([
  ["0.1", "0.2", "0.3"],
  ["0.0000001", "1", "1.0000001"],
  ["9.99", "0.01", "10.00"],
  ["1", "2", "3"],
  ["99999999999999999999", "1", "100000000000000000000"]
])("prices are added exactly: %s + %s = %s", (left, right, sum) => {
  expect(addUsage(usage(1, left), usage(1, right)).total_price).toBe(sum)
})

it("prices that cannot be added are left out, a single one is kept", () => {
  expect(addUsage(usage(1, "1"), usage(1, "1", "EUR"))).not.toHaveProperty("total_price")
  expect(addUsage(usage(1, "1"), usage(1, "1e3"))).not.toHaveProperty("total_price")
  expect(addUsage(usage(1), usage(1, "2"))).toMatchObject({ total_price: "2", currency: "USD" })
})
