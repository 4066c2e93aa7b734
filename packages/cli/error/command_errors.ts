import { administrationErrors } from "./administration_errors.ts"
import { localRunErrors } from "./local_run_errors.ts"
import { outputErrors } from "./output_errors.ts"
import { serveErrors } from "./serve_errors.ts"
import { usageErrors } from "./usage_errors.ts"

/** The codes of the command line. */
export const commandErrors = [
  ...usageErrors,
  ...localRunErrors,
  ...outputErrors,
  ...serveErrors,
  ...administrationErrors
] as const
