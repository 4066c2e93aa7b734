import { type NativeTable, tableOf } from "../call/native.ts"
import type { TemplateValue } from "../value/template_value.ts"
import { comparisonTests } from "./comparison_tests.ts"
import { nameTests } from "./name_tests.ts"
import { valueTests } from "./value_tests.ts"

/** The tests of Jinja2 (what stands after `is`), all of them. */
export const tests: NativeTable<TemplateValue> = tableOf([...comparisonTests, ...nameTests, ...valueTests])
