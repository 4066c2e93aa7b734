import { describe, expect, it } from "@effect/vitest"
import { addDecimals, scaledDecimal } from "./decimal_text.ts"
import { pricedUsage } from "./model_price.ts"

const usage = { prompt_tokens: 1200, completion_tokens: 300, total_tokens: 1500 }

describe("the price of a call", () => {
  it("is tokens times what a million of them cost", () => {
    expect(pricedUsage(usage, { prompt: "2.50", completion: "10" })).toEqual({
      usage: { ...usage, total_price: "0.006", currency: "USD" },
      prices: {
        prompt_unit_price: "2.50",
        prompt_price_unit: "0.000001",
        prompt_price: "0.003",
        completion_unit_price: "10",
        completion_price_unit: "0.000001",
        completion_price: "0.003"
      }
    })
    expect(pricedUsage(usage, { prompt: "0", completion: "0", currency: "RMB" }).usage).toMatchObject({
      total_price: "0",
      currency: "RMB"
    })
  })

  it("is exact decimals, rounded half up to seven of them", () => {
    expect(scaledDecimal("0.15", 1, 6, 7)).toBe("0.0000002")
    expect(scaledDecimal("0.14", 1, 6, 7)).toBe("0.0000001")
    expect(scaledDecimal("3", 1_000_000, 6, 7)).toBe("3")
    expect(scaledDecimal("0.1", 30, 0, 7)).toBe("3")
    expect(addDecimals("0.1", "0.2")).toBe("0.3")
    expect(addDecimals("1", "0.25")).toBe("1.25")
  })

  it("hostile prices are none", () => {
    for (const prompt of ["-1", "1e9", "", "free", "1.", " 1", "9".repeat(40)]) {
      expect(pricedUsage(usage, { prompt, completion: "1" })).toEqual({ usage })
    }
    expect(addDecimals("1", "NaN")).toBeUndefined()
  })
})
