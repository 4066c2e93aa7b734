import { Predicate, Result } from "effect"
import type { CodeError, CodeResult } from "../../sandbox/code_request.ts"
import type { NodeDetails } from "../node_result.ts"

const logsOf = (ran: Result.Result<CodeResult, CodeError>): string => {
  if (Result.isSuccess(ran)) return ran.success.logs
  const { params } = ran.failure
  return Predicate.hasProperty(params, "logs") && typeof params.logs === "string" ? params.logs : ""
}

/** What the code printed, whether it succeeded or not, as process data of its node; nothing when it printed nothing. */
export const codePrinted = (ran: Result.Result<CodeResult, CodeError>): Pick<NodeDetails, "processData"> => {
  const logs = logsOf(ran)
  return logs === "" ? {} : { processData: { logs } }
}
