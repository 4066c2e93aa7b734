import type { FailureStrategy } from "./failure_strategy.ts"

/** An output that failed its check, and what its declaration says about that. */
export interface OutputFailure {
  readonly name: string
  /** The check that failed; Dify knows `output_check` too, which nothing executes. */
  readonly kind: "type_check"
  readonly reason: string | null
  readonly strategy: FailureStrategy
}

/** What follows from failed outputs, under Dify's names; `reason` says which outputs and why. */
export interface OutputFailureDecision {
  readonly decision: "retry" | "use_default" | "fail_node" | "take_fail_branch"
  readonly reason: string
  /** Milliseconds to wait before a retry; 0 otherwise. */
  readonly delay: number
}

/** Failed outputs: at least one, else there is nothing to decide. */
export type OutputFailures = readonly [OutputFailure, ...ReadonlyArray<OutputFailure>]

const reasonOf = (failures: OutputFailures): string =>
  failures.map(({ name, kind, reason }) => `${name}[${kind}]: ${reason ?? "no reason recorded"}`).join("; ")

/**
 * Decides after an attempt (from 0) whose outputs failed: ask again while any of them has retries left, then the
 * strongest of their strategies: fail_branch over stop over default_value. Among retries the longest wait counts
 * (Dify 1.14.2 does not wait at all).
 */
export const decideOutputFailure = (failures: OutputFailures, attempt: number): OutputFailureDecision => {
  const reason = reasonOf(failures)
  const retries = failures.map((failure) => failure.strategy.retry).filter((retry) => retry.enabled)
  const left = retries.filter((retry) => attempt < retry.max_retries)
  if (left.length > 0) {
    return { decision: "retry", reason, delay: Math.max(...left.map((retry) => retry.retry_interval_ms)) }
  }
  const strategies = new Set(failures.map((failure) => failure.strategy.on_failure))
  if (strategies.has("fail_branch")) return { decision: "take_fail_branch", reason, delay: 0 }
  return { decision: strategies.has("stop") ? "fail_node" : "use_default", reason, delay: 0 }
}
