import type { Effect } from "effect"
import type { StoredValueUnreadable, StoreUnavailable } from "../error/store_errors.ts"
import type { StoreRefusal } from "../store/durability.ts"
import type { AnswerError } from "./check_answer.ts"
import type { Fact } from "./fact.ts"
import type { FindFormError } from "./find_form.ts"
import type { ResumeOptions } from "./resume_options.ts"

/** Why an answer is not taken. */
export type AnswerRefusal = FindFormError | AnswerError | StoreRefusal | StoredValueUnreadable

/** What can be asked of those who work on a run. */
export interface RunControl {
  readonly resume: (answer: ResumeOptions) => Effect.Effect<void, AnswerRefusal>
  readonly stop: (reason: string) => Effect.Effect<void, StoreUnavailable>
}

/** The way to another process that works on a run. */
export interface RemoteRun extends RunControl {
  /** All its facts so far; none when they cannot be read now. */
  readonly latest: Effect.Effect<ReadonlyArray<Fact>>
  /** Notes that somebody follows it here, and how that is ended; returns how to forget it. */
  readonly onFollow: (end: () => void) => () => void
}
