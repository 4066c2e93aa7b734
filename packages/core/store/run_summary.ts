import type { RunGraph } from "../graph/run_graph.ts"
import type { Fact, RunAccepted, RunCreator, RunFinished, RunPaused, TriggerSource } from "../run/fact.ts"
import { maskError } from "../run/mask_error.ts"
import type { RunStatus } from "../run/run_result.ts"
import { secretsOf } from "../run/secrets_of.ts"
import { makeSecretMask } from "../value/secret_mask.ts"
import { type PlainObject, toPlain } from "../value/to_plain.ts"
import type { Value } from "../value/value.ts"

/** A run in short: what the head of its page shows (Dify's workflow run). */
export interface RunSummary {
  readonly id: string
  readonly tenantId: string
  readonly appId: string
  readonly workflowId: string
  /** The published version as text, or `draft`. */
  readonly version: string
  readonly trigger: TriggerSource
  readonly status: RunStatus
  readonly createdBy: RunCreator | null
  /** Start inputs as plain data, secrets masked. */
  readonly inputs: PlainObject
  /** Plain data; empty until the run has ended. */
  readonly outputs: PlainObject
  readonly error: { readonly code: string; readonly message: string } | null
  /** Milliseconds from acceptance to end, or to the pause; 0 until then. */
  readonly elapsed: number
  readonly totalTokens: number
  readonly totalSteps: number
  /** Failures that a strategy handled. */
  readonly exceptionsCount: number
  readonly createdAt: number
  readonly finishedAt: number | null
}

/** What lists show of a run: nothing of what went in and came out, which can be large. */
export type RunHead = Omit<RunSummary, "inputs" | "outputs">

/** How far a run has come: the part of a summary that changes. */
export type RunProgress = Pick<
  RunSummary,
  "status" | "outputs" | "error" | "elapsed" | "totalTokens" | "totalSteps" | "exceptionsCount" | "finishedAt"
>

const isPlainObject = (data: ReturnType<typeof toPlain>): data is PlainObject =>
  typeof data === "object" && data !== null && !Array.isArray(data)

const plainObject = (value: Value): PlainObject => {
  const plain = toPlain(value)
  return isPlainObject(plain) ? plain : {}
}

const begun: RunProgress = {
  status: "running",
  outputs: {},
  error: null,
  elapsed: 0,
  totalTokens: 0,
  totalSteps: 0,
  exceptionsCount: 0,
  finishedAt: null
}

const ended = (fact: RunFinished, mask: (value: Value) => Value): RunProgress => {
  const error = fact.error && maskError(fact.error, mask)
  return {
    status: fact.status,
    outputs: plainObject(fact.outputs),
    error: error === undefined ? null : { code: error.code, message: error.message },
    elapsed: fact.elapsed,
    totalTokens: fact.totalTokens,
    totalSteps: fact.totalSteps,
    exceptionsCount: fact.exceptionsCount,
    finishedAt: fact.at
  }
}

const paused = ({ elapsed = 0, totalTokens = 0, totalSteps = 0, exceptionsCount = 0 }: RunPaused): RunProgress => ({
  ...begun,
  status: "paused",
  elapsed,
  totalTokens,
  totalSteps,
  exceptionsCount
})

/** Whether a fact changes the summary of its run. */
export const changesSummary = ({ kind }: Fact): boolean =>
  kind === "run_finished" || kind === "run_paused" || kind === "run_resumed"

/** What a fact that changes the summary makes of it. */
export const progressAfter = (fact: Fact, graph: RunGraph, accepted: RunAccepted): RunProgress => {
  if (fact.kind === "run_finished") return ended(fact, makeSecretMask(secretsOf(graph, accepted)))
  return fact.kind === "run_paused" ? paused(fact) : begun
}

/** The summary of a run from its facts: every store shows what this says. */
export const runSummary = (
  accepted: RunAccepted,
  graph: RunGraph,
  facts: ReadonlyArray<Fact> = [accepted]
): RunSummary => ({
  id: accepted.runId,
  tenantId: accepted.tenantId,
  appId: accepted.appId,
  workflowId: accepted.workflowId,
  version: accepted.workflowVersion ?? "draft",
  trigger: accepted.trigger,
  createdBy: accepted.createdBy ?? null,
  inputs: plainObject(makeSecretMask(secretsOf(graph, accepted))(accepted.inputs)),
  createdAt: accepted.at,
  ...progressAfter(facts.findLast(changesSummary) ?? accepted, graph, accepted)
})
