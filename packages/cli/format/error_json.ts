import { type FlowglassError, hintOf } from "@flowglass/core/error"
import { jsonOutput } from "./json_output.ts"
import { type AdviceTerms, typedAdvice } from "./typed_advice.ts"

/** An error for programs: one JSON line with the body that HTTP answers, and the hint if there is one. */
export const errorJson = (error: FlowglassError, terms?: AdviceTerms): string => {
  const { code, message, status, params } = error
  const hint = hintOf(error)
  return jsonOutput({
    code,
    message,
    status,
    ...(params === undefined ? {} : { params }),
    ...(hint === undefined ? {} : { hint: terms === undefined ? hint : typedAdvice(hint, terms) })
  })
}
