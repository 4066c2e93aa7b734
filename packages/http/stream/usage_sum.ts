import { Predicate } from "effect"

/** What all model calls of a chat run cost, as Dify shows it at the end of a message. */
export class UsageSum {
  #prompt = 0
  #completion = 0
  #total = 0
  #latency = 0

  /** Adds the usage of a node; what is no number counts nothing. */
  add(usage: unknown): void {
    this.#prompt += count(usage, "prompt_tokens")
    this.#completion += count(usage, "completion_tokens")
    this.#total += count(usage, "total_tokens")
    this.#latency += count(usage, "latency")
  }

  /** Tokens of all calls so far. */
  get tokens(): number {
    return this.#total
  }

  /** There is no price list here, so prices are `"0"`. */
  toJSON() {
    return {
      prompt_tokens: this.#prompt,
      prompt_unit_price: "0",
      prompt_price_unit: "0",
      prompt_price: "0",
      completion_tokens: this.#completion,
      completion_unit_price: "0",
      completion_price_unit: "0",
      completion_price: "0",
      total_tokens: this.#total,
      total_price: "0",
      currency: "USD",
      latency: this.#latency,
      time_to_first_token: null,
      time_to_generate: null
    }
  }
}

const count = (usage: unknown, name: string): number => {
  const value = Predicate.hasProperty(usage, name) ? usage[name] : undefined
  return typeof value === "number" && Number.isFinite(value) ? value : 0
}
