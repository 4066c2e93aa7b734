import { describe, expect, it } from "@effect/vitest"
import type { FailureStrategy } from "./failure_strategy.ts"
import { decideOutputFailure, type OutputFailure } from "./output_failure_decision.ts"

const failure = (
  on_failure: FailureStrategy["on_failure"],
  retry: Partial<FailureStrategy["retry"]> = {},
  name = "a"
): OutputFailure => ({
  name,
  kind: "type_check",
  reason: "expected string, got int",
  strategy: {
    on_failure,
    default_value: null,
    retry: { enabled: false, max_retries: 0, retry_interval_ms: 0, ...retry }
  }
})

const stop = failure("stop")
const useDefault = failure("default_value")
const branch = failure("fail_branch")
const once = failure("stop", { enabled: true, max_retries: 1, retry_interval_ms: 5 })
const thrice = failure("default_value", { enabled: true, max_retries: 3, retry_interval_ms: 2 })
const disabled = failure("stop", { enabled: false, max_retries: 5 })

describe("what follows from failed outputs", () => {
  const table: ReadonlyArray<
    readonly [string, readonly [OutputFailure, ...Array<OutputFailure>], number, string, number]
  > = [
    ["the largest budget counts", [once, thrice], 0, "retry", 5],
    ["an output without retries left does not delay", [once, thrice], 1, "retry", 2],
    ["up to the last of three", [once, thrice], 2, "retry", 2],
    ["then the strongest strategy", [once, thrice], 3, "fail_node", 0],
    ["the budget of outputs that did not fail is none", [useDefault], 0, "use_default", 0],
    ["disabled retries are none", [disabled], 0, "fail_node", 0],
    ["no retries at all", [stop], 0, "fail_node", 0],
    ["fail_branch beats stop and default_value", [useDefault, stop, branch], 0, "take_fail_branch", 0],
    ["stop beats default_value", [useDefault, stop], 0, "fail_node", 0],
    ["default_value when all say so", [useDefault, useDefault], 0, "use_default", 0]
  ]
  it.each(table)("%s", (_name, failures, attempt, decision, delay) => {
    expect(decideOutputFailure(failures, attempt)).toMatchObject({ decision, delay })
  })

  it("says which outputs failed and why", () => {
    const nothing: OutputFailure = { ...failure("stop", {}, "b"), reason: null }
    expect(decideOutputFailure([stop, nothing], 0).reason).toBe(
      "a[type_check]: expected string, got int; b[type_check]: no reason recorded"
    )
  })
})
