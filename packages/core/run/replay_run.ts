import { Effect } from "effect"
import { MemoryRun } from "../store/memory_run_store.ts"
import type { RunAccepted } from "./fact.ts"
import type { RunProcess, RunProcessOptions } from "./run_process.ts"
import { startRun } from "./start_run.ts"
import type { Workflow } from "./workflow.ts"

/**
 * Runs a workflow again as it was accepted once, in a store of its own: same id, inputs, system variables and limits.
 * `recorded` answers instead of nodes; with an answer for everything that leaves the process nothing does. It ends with
 * the run, or where the run waits for somebody.
 */
export const replayRun = (
  workflow: Workflow,
  accepted: RunAccepted,
  recorded: NonNullable<RunProcessOptions["recorded"]>
): Effect.Effect<MemoryRun> =>
  Effect.flatMap(Effect.context<never>(), (context) => {
    const writer = new MemoryRun(accepted, workflow.compiled.graph)
    const replays: Array<RunProcess> = []
    const note = (process: RunProcess): void => void replays.push(process)
    const run = startRun({ workflow, accepted, facts: [accepted], writer, recorded }, context, note, ignore)
    const each = (act: (process: RunProcess) => void) => Effect.sync(() => replays.forEach(act))
    const ended = Effect.onInterrupt(run.result, () => each((process) => process.stop("The replay was interrupted.")))
    // One that is paused has nobody to wait for.
    const leave = each((process) => process.leave())
    return Effect.as(Effect.ensuring(ended, leave), writer)
  })

const ignore = (): void => undefined
