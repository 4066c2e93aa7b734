import { isValueArray, isValueObject, property, type Value, type ValueObject } from "@flowglass/core"
import type { CheckView } from "./run_snapshot.ts"

const passing: ReadonlySet<Value> = new Set(["ready", "passed", "not_produced", "skipped"])

/** The checks of one kind that an execution recorded: `output_type_check` or `output_check`, by output name. */
export const checksOf = (
  metadata: ValueObject,
  kind: "output_type_check" | "output_check"
): ReadonlyMap<string, CheckView> => {
  const checks = new Map<string, CheckView>()
  const recorded = property(metadata, kind)
  const results = isValueObject(recorded) ? property(recorded, "results") : undefined
  if (!isValueArray(results)) return checks
  for (const result of results) {
    if (!isValueObject(result)) continue
    const name = property(result, "name")
    const reason = property(result, "reason")
    if (typeof name !== "string") continue
    const passed = passing.has(property(result, "status") ?? null)
    checks.set(name, { passed, reason: typeof reason === "string" ? reason : null })
  }
  return checks
}

/** How often an agent was asked again for its outputs. */
export const retriesOf = (metadata: ValueObject): number => {
  const attempt = property(metadata, "attempt")
  return typeof attempt === "number" && Number.isInteger(attempt) && attempt > 0 ? attempt : 0
}
