import { Effect } from "effect"
import type { FactWriter, StoredRun } from "../store/run_store.ts"
import { makeSecretMask } from "../value/secret_mask.ts"
import type { Fact } from "./fact.ts"
import { FollowedLog } from "./followed_log.ts"
import type { ResumeOptions } from "./resume_options.ts"
import { type AnswerRefusal, handleOf, type Run } from "./run.ts"
import type { RunClock } from "./run_clock.ts"
import { RunJournal } from "./run_journal.ts"
import { RunState } from "./run_state.ts"
import { secretsOf } from "./secrets_of.ts"
import type { Workflow } from "./workflow.ts"

/** What somebody who follows a run can have done by those who work on it. */
export interface FollowOptions {
  readonly clock: RunClock
  readonly resume: (answer: ResumeOptions) => Effect.Effect<void, AnswerRefusal>
  readonly stop: (reason: string) => Effect.Effect<void>
  /** All its facts so far; none when they cannot be read now. */
  readonly latest: Effect.Effect<ReadonlyArray<Fact>>
}

/** One who follows writes nothing. */
const noWriter: FactWriter = { append: (fact) => fact, durability: undefined, flush: undefined }

/**
 * The handle of a run that another process works on: its facts are read as they come while somebody waits for them, and
 * its texts come with the nodes that they are of.
 */
export const followRun = (workflow: Workflow, stored: StoredRun, options: FollowOptions): Run => {
  const { accepted } = stored
  const state = new RunState(workflow.compiled)
  let position = 0
  let leave: (() => void) | undefined
  const rest = (): void => {
    leave?.()
    leave = undefined
  }
  const take = (facts: ReadonlyArray<Fact>): void => {
    if (facts.length <= position) return
    journal.replay(facts.slice(position))
    position = facts.length
    if (state.finished === undefined) return log.wake()
    log.close()
    rest()
  }
  const read = (): void => {
    if (!log.isWatched) rest()
    take(stored.facts())
  }
  const watch = (): void => {
    if (state.finished !== undefined) return
    leave ??= stored.subscribe(read)
    read()
  }
  const log = new FollowedLog(watch, rest)
  const { clock, stop, resume, latest } = options
  const journal = new RunJournal({ state, accepted, writer: noWriter, log, clock, plan: workflow.plan })
  take(stored.facts())
  const mask = makeSecretMask(secretsOf(workflow.compiled.graph, accepted))
  const source = { graph: workflow.compiled, accepted, frames: state.frames, mask }
  // While nobody waited, nothing was read.
  const catchUp = Effect.map(latest, take)
  const handle = handleOf({ state, log, accepted }, source, {
    resume: (answer) => Effect.andThen(resume(answer), catchUp),
    stop
  })
  return { ...handle, result: Effect.andThen(catchUp, handle.result) }
}
