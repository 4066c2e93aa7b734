import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { MadeRun } from "../_test_made_run.ts"
import { recordText } from "./record_text.ts"
import { writeRecord } from "./write_record.ts"

describe("recordText", () => {
  it("is what writeRecord writes", () => {
    const run = new MadeRun([{ id: "a" }])
      .started("a")
      .finished("a", { outputs: { text: "hi" } })
      .ended()
    assert.strictEqual(Result.getOrThrow(recordText(run)), writeRecord(run))
  })

  it("a run that no text can hold has a code, not a RangeError", () => {
    const text = "x".repeat(2 ** 20)
    const run = new MadeRun([{ id: "a" }]).finished("a", { outputs: { list: Array.from({ length: 600 }, () => text) } })
    const refused = Result.getOrThrow(Result.flip(recordText(run)))
    assert.strictEqual(refused.code, "record_too_large")
    // It fills half a gigabyte before it gives up.
  }, 60_000)
})
