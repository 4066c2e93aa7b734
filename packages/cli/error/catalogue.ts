import { coreErrors } from "@flowglass/core/error"
import { httpCatalogue } from "@flowglass/http/error"
import { inspectorErrors, recordErrors } from "@flowglass/inspector"
import { commandErrors } from "./command_errors.ts"
import { promiseErrors } from "./promise_errors.ts"

/** Every code of Flowglass, over all packages. */
export const catalogue = [
  ...coreErrors,
  ...inspectorErrors,
  ...recordErrors,
  ...httpCatalogue,
  ...promiseErrors,
  ...commandErrors
] as const
