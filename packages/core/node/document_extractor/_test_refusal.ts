import { assert } from "@effect/vitest"
import { DocumentRefusal } from "./document_refusal.ts"

/** For tests: why a document is refused. */
export const refusalOf = (read: () => unknown): string => {
  try {
    read()
  } catch (cause) {
    if (cause instanceof DocumentRefusal) return `${cause.reason}: ${cause.message}`
    throw cause
  }
  return assert.fail("was read")
}
