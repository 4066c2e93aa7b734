import { Effect } from "effect"
import type { StoredRun } from "../store/run_store.ts"
import type { RemoteRun, RunControl } from "./run_control.ts"
import { type LogEntry, RunLog } from "./run_log.ts"
import { RunReading, type RunReadingOptions } from "./run_reading.ts"
import type { RunState } from "./run_state.ts"
import { unfinishedTexts } from "./unfinished_texts.ts"

/** A run of this process that another one has taken over. */
export interface SuccessorOptions extends RunReadingOptions {
  /** The run as it goes on there. */
  readonly successor: StoredRun
  readonly remote: RemoteRun
}

/** What has become of it: what it is, and how something is asked of it. */
export interface FollowedSuccessor extends RunControl {
  readonly state: RunState
}

/** Adds to the log of a run what follows what was shown there before. */
class SuccessorLog extends RunLog {
  isBehind = true
  readonly #log: RunLog

  constructor(log: RunLog) {
    super()
    this.#log = log
  }

  override push(entry: LogEntry): void {
    if (!this.isBehind) this.#log.push(entry)
  }
}

/** The position of the last fact in a log. */
const lastSeq = ({ entries }: RunLog): number => {
  const last = entries.findLast((entry) => "seq" in entry)
  return last !== undefined && "seq" in last ? last.seq : 0
}

/**
 * Goes on showing a run in the log where it was shown until another process took it over: who follows it sees what that
 * one does, behind what was seen before. Text of nodes that begin again there is withdrawn.
 */
export const followSuccessor = (options: SuccessorOptions): FollowedSuccessor => {
  const { log, successor, remote, clock } = options
  const behind = new SuccessorLog(log)
  const reading = new RunReading({ ...options, log: behind })
  reading.take(successor.facts().slice(0, lastSeq(log)))
  behind.isBehind = false
  for (const entry of unfinishedTexts(log.entries, reading.state, clock.now())) log.push(entry)
  const take = (facts = successor.facts()): void => {
    reading.take(facts)
    log.reveal(Number.POSITIVE_INFINITY)
    if (reading.state.finished === undefined) return log.wake()
    end()
  }
  const end = (): void => {
    leave()
    forget()
    log.close()
  }
  const forget = remote.onFollow(() => end())
  const leave = successor.subscribe(() => take())
  take()
  const catchUp = Effect.map(remote.latest, take)
  return {
    state: reading.state,
    stop: remote.stop,
    resume: (answer) => Effect.andThen(remote.resume(answer), catchUp)
  }
}
