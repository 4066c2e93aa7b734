import { expect, it } from "@effect/vitest"
import { idempotencyKey } from "./idempotency_key.ts"

it.each([
  ["r", 0, "r:root/a"],
  ["r", 1, "r:root/a:retry-1"],
  ["r", 2, "r:root/a:retry-2"],
  ["", 0, "root/a"],
  ["", 1, "root/a:retry-1"]
])("run %j, attempt %d: %s", (runId, attempt, key) => {
  expect(idempotencyKey(runId, "root/a", attempt)).toBe(key)
})
