import type { FlowglassError } from "@flowglass/core/error"
import { Predicate } from "effect"

/** What to do about an error, as its class declares it. */
export const remedyOf = (error: FlowglassError): string | undefined => {
  const { constructor } = error
  if (!Predicate.hasProperty(constructor, "declaration")) return undefined
  const { declaration } = constructor
  return Predicate.hasProperty(declaration, "remedy") && typeof declaration.remedy === "string"
    ? declaration.remedy
    : undefined
}
