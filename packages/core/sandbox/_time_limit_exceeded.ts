import { CodeTimeLimitExceeded } from "../error/sandbox_errors.ts"
import type { CodeLimits } from "./code_request.ts"

/** The code was stopped at its time limit, from inside or by killing what ran it. */
export const timeLimitExceeded = (limits: CodeLimits, logs = ""): CodeTimeLimitExceeded =>
  new CodeTimeLimitExceeded({
    message: `the code ran longer than ${limits.timeout} ms`,
    ...(logs === "" ? {} : { params: { logs } })
  })
