import { Effect } from "effect"
import type { FactWriter, StoredRun } from "../store/run_store.ts"
import { makeSecretMask } from "../value/secret_mask.ts"
import { type AnswerRefusal, handleOf, type Run } from "./run.ts"
import type { ResumeOptions } from "./resume_options.ts"
import type { RunClock } from "./run_clock.ts"
import { RunJournal } from "./run_journal.ts"
import { RunLog } from "./run_log.ts"
import { RunState } from "./run_state.ts"
import { secretsOf } from "./secrets_of.ts"
import type { Workflow } from "./workflow.ts"

/** What somebody who follows a run can have done by those who work on it. */
export interface FollowOptions {
  readonly clock: RunClock
  readonly resume: (answer: ResumeOptions) => Effect.Effect<void, AnswerRefusal>
  readonly stop: (reason: string) => Effect.Effect<void>
}

/** One who follows writes nothing. */
const noWriter: FactWriter = { append: (fact) => fact, durability: undefined, flush: undefined }

/**
 * The handle of a run that another process works on: its facts are read as they come, and its texts come with the nodes
 * that they are of.
 */
export const followRun = (workflow: Workflow, stored: StoredRun, options: FollowOptions): Run => {
  const { accepted } = stored
  const state = new RunState(workflow.compiled)
  const log = new RunLog()
  const { clock, stop, resume } = options
  const journal = new RunJournal({ state, accepted, writer: noWriter, log, clock, plan: workflow.plan })
  let position = 0
  let leave = (): void => undefined
  const take = (): void => {
    const facts = stored.facts()
    journal.replay(facts.slice(position))
    position = facts.length
    if (state.finished === undefined) return log.wake()
    log.close()
    leave()
  }
  leave = stored.subscribe(take)
  take()
  const mask = makeSecretMask(secretsOf(workflow.compiled.graph, accepted))
  const source = { graph: workflow.compiled, accepted, frames: state.frames, mask }
  return handleOf({ state, log, accepted }, source, { resume, stop })
}
