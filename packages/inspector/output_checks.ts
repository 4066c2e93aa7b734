import { isValueArray, isValueObject, property, type Value, type ValueObject } from "@flowglass/core"
import type { CheckView } from "./run_snapshot.ts"

/** A check that was skipped is a warning at most. */
const passing: ReadonlySet<Value> = new Set(["ready", "passed", "not_produced", "skipped"])

/** Dify writes an agent's metadata one level down, where its own Inspector does not look. */
const levelsOf = (metadata: ValueObject): ReadonlyArray<ValueObject> => {
  const nested = property(metadata, "agent_log")
  return isValueObject(nested) ? [metadata, nested] : [metadata]
}

const recorded = (metadata: ValueObject, name: string): Value | undefined =>
  levelsOf(metadata)
    .map((level) => property(level, name))
    .find((value) => value !== undefined)

/** The checks of one kind that an execution recorded, by output name. Of equal names the last counts. */
export const checksOf = (
  metadata: ValueObject,
  kind: "output_type_check" | "output_check"
): ReadonlyMap<string, CheckView> => {
  const checks = new Map<string, CheckView>()
  const check = recorded(metadata, kind)
  const results = isValueObject(check) ? property(check, "results") : undefined
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
  const attempt = recorded(metadata, "attempt")
  return typeof attempt === "number" && Number.isInteger(attempt) && attempt > 0 ? attempt : 0
}
