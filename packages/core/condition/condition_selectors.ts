import { templateParts } from "../value/reference.ts"
import type { Selector } from "../value/selector.ts"
import type { Condition } from "./condition.ts"

/** Every variable that conditions read: what they test, and what the texts they compare with refer to. */
export const conditionSelectors = (conditions: ReadonlyArray<Condition>): ReadonlyArray<Selector> =>
  conditions.flatMap(({ variable_selector, value }) => [
    variable_selector,
    ...(typeof value === "string" ? templateParts(value) : []).flatMap((part) =>
      part.kind === "reference" ? [part.selector] : []
    )
  ])
