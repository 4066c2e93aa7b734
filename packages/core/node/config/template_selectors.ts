import { templateParts } from "../../value/reference.ts"
import type { Selector } from "../../value/selector.ts"

/** The variables that a template refers to, in its order. */
export const templateSelectors = (template: string): ReadonlyArray<Selector> =>
  templateParts(template).flatMap((part) => (part.kind === "reference" ? [part.selector] : []))
