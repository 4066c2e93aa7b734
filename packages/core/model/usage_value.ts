import type { Usage } from "../node/node_result.ts"
import { float, type Value, type ValueObject } from "../value/value.ts"

/** How long the model took to speak, in seconds; null when it said nothing. */
export interface SpeakingTimes {
  readonly toFirstToken: number | null
  readonly toGenerate: number | null
}

const seconds = (time: number | null): Value => (time === null ? null : float(time))

/** Usage as Dify shows it in outputs. Prices are decimal text; there is no price list here, so they are `"0"`. */
export const usageValue = (usage: Usage, times?: SpeakingTimes): ValueObject => ({
  prompt_tokens: usage.prompt_tokens,
  prompt_unit_price: "0",
  prompt_price_unit: "0",
  prompt_price: "0",
  completion_tokens: usage.completion_tokens,
  completion_unit_price: "0",
  completion_price_unit: "0",
  completion_price: "0",
  total_tokens: usage.total_tokens,
  total_price: usage.total_price ?? "0",
  currency: usage.currency ?? "USD",
  latency: float(usage.latency ?? 0),
  time_to_first_token: seconds(times?.toFirstToken ?? null),
  time_to_generate: seconds(times?.toGenerate ?? null)
})
