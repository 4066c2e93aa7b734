import { Effect } from "effect"
import { MemoryRun } from "../store/memory_run_store.ts"
import type { RunAccepted } from "./fact.ts"
import type { RunProcessOptions } from "./run_process.ts"
import { startRun } from "./start_run.ts"
import type { Workflow } from "./workflow.ts"

/**
 * Runs a workflow again as it was accepted once, in a store of its own: same id, inputs, system variables and limits.
 * `recorded` answers instead of nodes; with an answer for everything that leaves the process nothing does.
 */
export const replayRun = (
  workflow: Workflow,
  accepted: RunAccepted,
  recorded: NonNullable<RunProcessOptions["recorded"]>
): Effect.Effect<MemoryRun> =>
  Effect.flatMap(Effect.context<never>(), (context) => {
    const writer = new MemoryRun(accepted, workflow.compiled.graph)
    const run = startRun({ workflow, accepted, facts: [accepted], writer, recorded }, context, ignore, ignore)
    return Effect.as(
      Effect.onInterrupt(run.result, () => run.stop("The replay was interrupted.")),
      writer
    )
  })

const ignore = (): void => undefined
