import { Predicate, Result } from "effect"
import type { Usage } from "../node/node_result.ts"

const isCount = (given: unknown): given is number => typeof given === "number" && Number.isFinite(given) && given >= 0

/** What a node says a model call cost, as far as it can be added up; the failure is what is wrong with it. */
export const readUsage = (given: unknown): Result.Result<Usage, string> => {
  if (!Predicate.isObject(given)) return Result.fail("its usage is no object")
  const { prompt_tokens, completion_tokens, total_tokens, total_price, currency, latency }: Record<string, unknown> = {
    ...given
  }
  if (!isCount(prompt_tokens) || !isCount(completion_tokens) || !isCount(total_tokens)) {
    return Result.fail("its usage needs prompt_tokens, completion_tokens and total_tokens, each a number of 0 or more")
  }
  if (latency !== undefined && !isCount(latency)) {
    return Result.fail("the latency of its usage must be a number of 0 or more")
  }
  if (!isOptionalText(total_price) || !isOptionalText(currency)) {
    return Result.fail("total_price and currency of its usage must be text")
  }
  return Result.succeed({
    prompt_tokens,
    completion_tokens,
    total_tokens,
    ...(total_price === undefined ? {} : { total_price }),
    ...(currency === undefined ? {} : { currency }),
    ...(latency === undefined ? {} : { latency })
  })
}

const isOptionalText = (given: unknown): given is string | undefined => given === undefined || typeof given === "string"
