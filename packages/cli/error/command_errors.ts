import { defectErrors } from "./defect_errors.ts"
import { localRunErrors } from "./local_run_errors.ts"
import { usageErrors } from "./usage_errors.ts"

/** The codes of the command line. */
export const commandErrors = [...usageErrors, ...localRunErrors, ...defectErrors] as const
