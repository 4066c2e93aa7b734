import { addDecimals } from "../../model/decimal_text.ts"
import type { Usage } from "../node_result.ts"

const priceOf = (left: Usage, right: Usage): Pick<Usage, "total_price" | "currency"> => {
  const priced = [left, right].filter((usage) => usage.total_price !== undefined)
  const [first, second] = priced
  const total =
    second === undefined ? first?.total_price : addDecimals(first?.total_price ?? "", second.total_price ?? "")
  if (first === undefined || total === undefined || (second !== undefined && first.currency !== second.currency))
    return {}
  return { total_price: total, ...(first.currency === undefined ? {} : { currency: first.currency }) }
}

/** What two calls cost together. Prices in different currencies have no sum. */
export const addUsage = (left: Usage | undefined, right: Usage): Usage => {
  if (left === undefined) return right
  return {
    prompt_tokens: left.prompt_tokens + right.prompt_tokens,
    completion_tokens: left.completion_tokens + right.completion_tokens,
    total_tokens: left.total_tokens + right.total_tokens,
    ...priceOf(left, right),
    latency: (left.latency ?? 0) + (right.latency ?? 0)
  }
}
