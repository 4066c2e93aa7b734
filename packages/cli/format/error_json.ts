import { type FlowglassError, hintOf } from "@flowglass/core/error"
import { jsonOutput } from "./json_output.ts"

/** An error for programs: one JSON line with the body that HTTP answers, and the hint if there is one. */
export const errorJson = (error: FlowglassError): string => {
  const { code, message, status, params } = error
  const hint = hintOf(error)
  return jsonOutput({
    code,
    message,
    status,
    ...(params === undefined ? {} : { params }),
    ...(hint === undefined ? {} : { hint })
  })
}
