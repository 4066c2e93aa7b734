import { Effect } from "effect"
import { MemoryRun } from "../store/memory_run_store.ts"
import type { Fact } from "./fact.ts"
import type { LiveRun } from "./run.ts"
import { startRun } from "./start_run.ts"
import type { Workflow } from "./workflow.ts"

const ignore = (): void => undefined

/** A run that goes on from its first facts, as after a crash, and the facts that it has come to. */
export const continuedRun = (
  workflow: Workflow,
  prefix: ReadonlyArray<Fact>
): Effect.Effect<{ readonly run: LiveRun; readonly writer: MemoryRun }> =>
  Effect.flatMap(Effect.context<never>(), (context) => {
    const [accepted] = prefix
    if (accepted?.kind !== "run_accepted") return Effect.die("a run starts with its acceptance")
    const writer = new MemoryRun(accepted, workflow.compiled.graph)
    for (const fact of prefix.slice(1)) writer.append({ ...fact })
    return Effect.sync(() => ({
      run: startRun({ workflow, accepted, facts: prefix, writer }, context, ignore, ignore),
      writer
    }))
  })
