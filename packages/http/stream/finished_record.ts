import type { RunSummary } from "@flowglass/core"
import type { RunStarter } from "../run/run_starter.ts"
import { createdBy } from "./created_by.ts"
import { seconds } from "./seconds.ts"
import type { WireEvent } from "./wire_event.ts"
import { filesIn } from "./wire_files.ts"

/** The last record of a run that has ended, from its summary. The task is over, so the run stands for it. */
export const finishedRecord = (run: RunSummary, starter: RunStarter): WireEvent => ({
  event: "workflow_finished",
  workflow_run_id: run.id,
  task_id: run.id,
  data: {
    id: run.id,
    workflow_id: run.workflowId,
    status: endOf(run.status),
    outputs: run.outputs,
    error: run.error?.message ?? null,
    elapsed_time: run.elapsed / 1000,
    total_tokens: run.totalTokens,
    total_steps: run.totalSteps,
    created_by: createdBy(starter),
    created_at: seconds(run.createdAt),
    finished_at: seconds(run.finishedAt ?? run.createdAt),
    exceptions_count: run.exceptionsCount,
    files: filesIn(run.outputs)
  }
})

/** A run that has ended neither runs nor waits; one that says so all the same did not end well. */
const endOf = (status: RunSummary["status"]) =>
  status === "running" || status === "paused" ? ("failed" as const) : status
