import type { Usage } from "../node/node_result.ts"
import { addDecimals, isDecimal, scaledDecimal } from "./decimal_text.ts"

/** What a million tokens of a model cost, as decimal text. */
export interface ModelPrice {
  readonly prompt: string
  readonly completion: string
  /** `USD` unless given. */
  readonly currency?: string
}

/** How the price of a call came about, as Dify shows it beside the tokens. */
export interface PriceParts {
  readonly prompt_unit_price: string
  readonly prompt_price_unit: string
  readonly prompt_price: string
  readonly completion_unit_price: string
  readonly completion_price_unit: string
  readonly completion_price: string
}

/** Prices are for a million tokens, as those who sell them write them. */
const power = 6
const unit = "0.000001"

/** Dify keeps so many decimals. */
const places = 7

/** A usage with its price, and the parts of it; the usage alone where the price is none that can be read. */
export const pricedUsage = (
  usage: Usage,
  price: ModelPrice
): { readonly usage: Usage; readonly prices?: PriceParts } => {
  if (!isDecimal(price.prompt) || !isDecimal(price.completion)) return { usage }
  const prompt = scaledDecimal(price.prompt, usage.prompt_tokens, power, places)
  const completion = scaledDecimal(price.completion, usage.completion_tokens, power, places)
  return {
    usage: { ...usage, total_price: addDecimals(prompt, completion) ?? "0", currency: price.currency ?? "USD" },
    prices: {
      prompt_unit_price: price.prompt,
      prompt_price_unit: unit,
      prompt_price: prompt,
      completion_unit_price: price.completion,
      completion_price_unit: unit,
      completion_price: completion
    }
  }
}
