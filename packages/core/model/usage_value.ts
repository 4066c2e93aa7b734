import type { Usage } from "../node/node_result.ts"
import { float, type Value, type ValueObject } from "../value/value.ts"
import type { PriceParts } from "./model_price.ts"

/** How long the model took to speak, in seconds; null when it said nothing. */
export interface SpeakingTimes {
  readonly toFirstToken: number | null
  readonly toGenerate: number | null
}

const seconds = (time: number | null): Value => (time === null ? null : float(time))

const noPrices: PriceParts = {
  prompt_unit_price: "0",
  prompt_price_unit: "0",
  prompt_price: "0",
  completion_unit_price: "0",
  completion_price_unit: "0",
  completion_price: "0"
}

/** Usage as Dify shows it in outputs. Prices are decimal text, `"0"` for a model of which nobody said what it costs. */
export const usageValue = (usage: Usage, times?: SpeakingTimes, prices: PriceParts = noPrices): ValueObject => ({
  prompt_tokens: usage.prompt_tokens,
  prompt_unit_price: prices.prompt_unit_price,
  prompt_price_unit: prices.prompt_price_unit,
  prompt_price: prices.prompt_price,
  completion_tokens: usage.completion_tokens,
  completion_unit_price: prices.completion_unit_price,
  completion_price_unit: prices.completion_price_unit,
  completion_price: prices.completion_price,
  total_tokens: usage.total_tokens,
  total_price: usage.total_price ?? "0",
  currency: usage.currency ?? "USD",
  latency: float(usage.latency ?? 0),
  time_to_first_token: seconds(times?.toFirstToken ?? null),
  time_to_generate: seconds(times?.toGenerate ?? null)
})
