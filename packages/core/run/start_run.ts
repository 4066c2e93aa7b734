import { Clock, Context, Effect } from "effect"
import type { FactWriter, StoredRun } from "../store/run_store.ts"
import { makeSecretMask } from "../value/secret_mask.ts"
import type { Fact, RunAccepted } from "./fact.ts"
import { type FollowedSuccessor, followSuccessor } from "./follow_successor.ts"
import { controlOf, handleOf, type LiveRun, makeRun } from "./run.ts"
import { RunClock } from "./run_clock.ts"
import type { RemoteRun, RunControl } from "./run_control.ts"
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
  /** The way to another process that has taken it over; without it, the run ends here then. */
  readonly remote?: (() => RemoteRun) | undefined
}

/** A run of this process, or of the one that has taken it over. */
class BegunRun {
  readonly accepted: RunAccepted
  readonly log: RunLog
  readonly #process: RunProcess
  #followed: FollowedSuccessor | undefined

  constructor(process: RunProcess) {
    this.accepted = process.accepted
    this.log = process.log
    this.#process = process
  }

  get state(): RunState {
    return (this.#followed ?? this.#process).state
  }

  follow(followed: FollowedSuccessor): void {
    this.#followed = followed
  }

  get control(): RunControl {
    return this.#followed ?? controlOf(this.#process)
  }
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
  const { workflow, accepted, remote } = origin
  const state = new RunState(workflow.compiled)
  const clock = new RunClock(Context.get(context, Clock.Clock))
  const log = new RunLog(origin.writer.durability)
  const onTaken = (successor: StoredRun): void => {
    if (remote === undefined) return
    begun.follow(followSuccessor({ workflow, log, clock, successor, remote: remote() }))
  }
  const process = new RunProcess({
    state,
    accepted,
    writer: origin.writer,
    log,
    clock,
    plan: workflow.plan,
    context,
    recorded: origin.recorded,
    onTaken: remote === undefined ? undefined : onTaken,
    onEnd
  })
  const begun = new BegunRun(process)
  process.replay(origin.facts)
  if (origin.isLeft === true) state.begunAt += Math.max(0, clock.now() - (origin.facts.at(-1)?.at ?? accepted.at))
  log.reveal(origin.writer.durability?.durableSeq ?? 0)
  onBegin(process)
  process.begin()
  const source = {
    graph: workflow.compiled,
    accepted,
    get frames() {
      return begun.state.frames
    },
    mask: makeSecretMask(secretsOf(workflow.compiled.graph, accepted))
  }
  const handle = handleOf(begun, source, {
    resume: (answer) => Effect.suspend(() => begun.control.resume(answer)),
    stop: (reason) => Effect.suspend(() => begun.control.stop(reason))
  })
  return makeRun(process, handle)
}
