import { consoleErrors } from "./console_errors.ts"
import { httpErrors } from "./http_errors.ts"
import { serviceErrors } from "./service_errors.ts"

/** Every code that `@flowglass/http` can raise. */
export const httpCatalogue = [...httpErrors, ...consoleErrors, ...serviceErrors] as const
