import type { RunPage, RunPageFilter, StoredRun } from "./run_store.ts"
import { type RunHead, type RunSummary, runSummary } from "./run_summary.ts"
import type { AppAddress } from "./workflow_store.ts"

/** Whether a run belongs to an app. */
export const isRunOf = (app: AppAddress, { accepted }: StoredRun): boolean =>
  accepted.tenantId === app.tenantId && accepted.appId === app.appId

/** A run in short. */
export const summaryOf = (run: StoredRun): RunSummary => runSummary(run.accepted, run.graph, run.facts())

const headOf = ({ inputs: _inputs, outputs: _outputs, ...head }: RunSummary): RunHead => head

/** One page of runs that are in memory; they come oldest first. */
export const runPage = (runs: ReadonlyArray<StoredRun>, filter: RunPageFilter): RunPage => {
  const { status, trigger, workflowId, lastId, limit } = filter
  const newest = runs.filter((run) => isRunOf(filter, run)).toReversed()
  const last = newest.findIndex(({ accepted }) => accepted.runId === lastId)
  if (lastId !== undefined && last === -1) return { items: [], hasMore: false }
  const items = newest
    .slice(last + 1)
    .filter(({ accepted }) => trigger === undefined || accepted.trigger === trigger)
    .filter(({ accepted }) => workflowId === undefined || accepted.workflowId === workflowId)
    .map((run) => headOf(summaryOf(run)))
    .filter((summary) => status === undefined || summary.status === status)
  return { items: items.slice(0, limit), hasMore: items.length > limit }
}
