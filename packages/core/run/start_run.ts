import { Clock, Context } from "effect"
import type { FactWriter } from "../store/run_store.ts"
import { makeSecretMask } from "../value/secret_mask.ts"
import type { Fact, RunAccepted } from "./fact.ts"
import { type LiveRun, makeRun } from "./run.ts"
import { RunClock } from "./run_clock.ts"
import { RunLog } from "./run_log.ts"
import { RunProcess, type RunProcessOptions } from "./run_process.ts"
import { RunState } from "./run_state.ts"
import { secretsOf } from "./secrets_of.ts"
import type { Workflow } from "./workflow.ts"

/** What a run starts or continues from: its facts so far, the first of which accepted it. */
export interface RunOrigin {
  readonly workflow: Workflow
  readonly accepted: RunAccepted
  readonly facts: ReadonlyArray<Fact>
  readonly writer: FactWriter
  readonly recorded?: RunProcessOptions["recorded"]
  /** Nobody has worked on it since its last fact, for all we know: that time does not count for its limit. */
  readonly isLeft?: boolean
}

/**
 * Puts a run to work from any prefix of its facts: finished nodes do not run again, those in flight run as a new
 * attempt under the same execution key, and the outcome is the same.
 */
export const startRun = (
  origin: RunOrigin,
  context: Context.Context<never>,
  onBegin: (process: RunProcess) => void,
  onEnd: (process: RunProcess) => void
): LiveRun => {
  const { workflow, accepted } = origin
  const state = new RunState(workflow.compiled)
  const clock = new RunClock(Context.get(context, Clock.Clock))
  const process = new RunProcess({
    state,
    accepted,
    writer: origin.writer,
    log: new RunLog(origin.writer.durability),
    clock,
    plan: workflow.plan,
    context,
    recorded: origin.recorded,
    onEnd
  })
  process.replay(origin.facts)
  if (origin.isLeft === true) state.begunAt += Math.max(0, clock.now() - (origin.facts.at(-1)?.at ?? accepted.at))
  process.log.reveal(origin.writer.durability?.durableSeq ?? 0)
  onBegin(process)
  process.begin()
  const mask = makeSecretMask(secretsOf(workflow.compiled.graph, accepted))
  return makeRun(process, { graph: workflow.compiled, accepted, frames: state.frames, mask })
}
