import type { Usage } from "../node_result.ts"

const decimals = (price: string): number => (price.includes(".") ? price.length - price.indexOf(".") - 1 : 0)

const isDecimal = (price: string): boolean => /^\d{1,30}(?:\.\d{1,30})?$/.test(price)

/** The sum of two prices in decimal text, exact; undefined when either is no plain decimal. */
const addPrices = (left: string, right: string): string | undefined => {
  if (!isDecimal(left) || !isDecimal(right)) return undefined
  const scale = Math.max(decimals(left), decimals(right))
  const scaled = (price: string): bigint => BigInt(price.replace(".", "") + "0".repeat(scale - decimals(price)))
  const digits = String(scaled(left) + scaled(right)).padStart(scale + 1, "0")
  return scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

const priceOf = (left: Usage, right: Usage): Pick<Usage, "total_price" | "currency"> => {
  const priced = [left, right].filter((usage) => usage.total_price !== undefined)
  const [first, second] = priced
  const total =
    second === undefined ? first?.total_price : addPrices(first?.total_price ?? "", second.total_price ?? "")
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
