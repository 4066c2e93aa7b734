import { objectFrom, type ValueObject } from "@flowglass/core"

/** System variables that are new in every run, and the id of the workflow, which changes with its graph. */
const names = new Set(["workflow_run_id", "timestamp", "conversation_id", "workflow_id"])

/** System variables without those that differ between any two runs; `prefix` is what stands before their names. */
export const withoutVolatile = (fields: ValueObject, prefix: string): ValueObject =>
  objectFrom(
    Object.entries(fields).filter(([name]) => !name.startsWith(prefix) || !names.has(name.slice(prefix.length)))
  )
