import type { Value, ValueObject } from "../../value/value.ts"
import type { DeclaredOutput } from "./declared_output.ts"
import type { FileAccess } from "./file_access.ts"
import { decideOutputFailure, type OutputFailure, type OutputFailureDecision } from "./output_failure_decision.ts"
import { checkOutputs, type OutputTypeCheck } from "./output_type_check.ts"

/** What a payload is worth: the type check, and what follows when it failed. */
export interface OutputVerdict {
  readonly check: OutputTypeCheck
  /** The names of the outputs that failed. */
  readonly failed: ReadonlySet<string>
  /** Undefined when nothing failed. */
  readonly decision: OutputFailureDecision | undefined
}

/** Checks the payload of an attempt (from 0) and decides what follows. */
export const judgeOutputs = (
  outputs: ReadonlyArray<DeclaredOutput>,
  payload: Value,
  access: FileAccess,
  attempt: number
): OutputVerdict => {
  const check = checkOutputs(outputs, payload, access)
  const failures = outputs.flatMap(({ failure_strategy: strategy }, index): ReadonlyArray<OutputFailure> => {
    const result = check.results[index]
    if (result?.status !== "type_check_failed") return []
    return [{ name: result.name, kind: "type_check", reason: result.reason, strategy }]
  })
  const [first, ...rest] = failures
  return {
    check,
    failed: new Set(failures.map((failure) => failure.name)),
    decision: first === undefined ? undefined : decideOutputFailure([first, ...rest], attempt)
  }
}

/**
 * The verdict as metadata, at the top level where the Inspector reads it (Dify 1.14.2 nests it, so its own Inspector
 * never sees it). `attempt` counts from 0.
 */
export const verdictMetadata = (verdict: OutputVerdict, attempt: number): ValueObject => {
  const { check, decision } = verdict
  return {
    attempt,
    output_type_check: { passed: check.passed, results: check.results.map((result): ValueObject => ({ ...result })) },
    ...(decision === undefined
      ? {}
      : { output_failure_decision: decision.decision, output_failure_reason: decision.reason })
  }
}
