import { usageValue } from "../../model/usage_value.ts"

/** The usage of a mocked call: nothing was spent. */
export const noUsage = usageValue({ prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 })
