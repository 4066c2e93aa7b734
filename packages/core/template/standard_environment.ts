import type { Environment } from "./environment.ts"
import { filters } from "./filter/filters.ts"
import { globals } from "./global/globals.ts"
import { tests } from "./test/tests.ts"

/** The filters, tests and functions of Jinja2's default environment, which is what Dify renders with. */
export const standardEnvironment: Environment = { filters, tests, globals }
