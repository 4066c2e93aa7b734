import { Effect } from "effect"
import { StoreUnavailable } from "../../error/store_errors.ts"
import type { Fact } from "../../run/fact.ts"
import { weighFields } from "../../value/weigh_fields.ts"
import type { SqlRun } from "./_sql_run.ts"
import type { AcceptedRow } from "./_write_batch.ts"

/** How much may wait to be written before runs have to wait too: facts, and about the characters in them. */
const mostWaiting = 20_000
const mostWaitingSize = 64 * 1024 * 1024

/** How long somebody waits for what they wrote, in milliseconds. */
const patience = 10_000

/** Something to be written: a run to be accepted, or a fact. */
export interface WriteItem {
  readonly run: SqlRun
  readonly accepted?: AcceptedRow
  readonly fact?: Fact
}

interface Waiter {
  readonly until: number
  readonly resume: () => void
}

/** About the characters that a fact adds to what waits. */
const weightOf = (fact: Fact): number =>
  fact.kind === "node_finished" ? weighFields(fact.outputs).size + weighFields(fact.processData).size : 0

/** What the database has not taken yet. */
export const late = (): StoreUnavailable =>
  new StoreUnavailable({ message: "The database has not taken what was written yet; it does not answer in time." })

/** What waits to be written, and who waits for that. */
export class WriteBacklog {
  #pending: Array<WriteItem> = []
  #added = 0
  #written = 0
  #waiters: Array<Waiter> = []
  /** About the characters in what waits. */
  #size = 0
  /** Runs that were told to wait. */
  #stalled = new Set<SqlRun>()
  #wake: (() => void) | undefined

  add(item: WriteItem): void {
    this.#pending.push(item)
    this.#added++
    if (item.fact !== undefined) this.#size += weightOf(item.fact)
    this.rouse()
  }

  /** Hands over all that waits; `written` is called when that is done. */
  take(): { readonly items: ReadonlyArray<WriteItem>; readonly written: () => void } {
    const items = this.#pending
    const size = this.#size
    this.#pending = []
    const written = (): void => {
      this.#written += items.length
      this.#size -= size
      this.#resumeWaiters()
      this.#resumeStalled()
    }
    return { items, written }
  }

  get isEmpty(): boolean {
    return this.#pending.length === 0
  }

  /** Returns once there is something to do. */
  readonly rest = Effect.callback<void>((resume) => {
    this.#wake = () => resume(Effect.void)
  })

  /** Ends the rest of the one who writes. */
  rouse(): void {
    const wake = this.#wake
    this.#wake = undefined
    wake?.()
  }

  /** Whether so much waits that a run should not add to it; when that is over it is told to go on. */
  mustWait(run: SqlRun): boolean {
    if (this.#added - this.#written < mostWaiting && this.#size < mostWaitingSize) return false
    this.#stalled.add(run)
    return true
  }

  /** Returns once everything added so far is written, as far as the database takes it. */
  flushed(): Effect.Effect<void, StoreUnavailable> {
    return Effect.suspend(() => {
      const until = this.#added
      if (this.#written >= until) return Effect.void
      const wait = Effect.callback<void>((resume) => {
        const waiter = { until, resume: () => resume(Effect.void) }
        this.#waiters.push(waiter)
        return Effect.sync(() => {
          this.#waiters = this.#waiters.filter((other) => other !== waiter)
        })
      })
      // Also where nothing else may be interrupted: a database that is away must not keep a process from ending.
      const limited = Effect.timeoutOrElse(wait, { duration: patience, orElse: () => Effect.fail(late()) })
      return Effect.interruptible(limited)
    })
  }

  #resumeWaiters(): void {
    const due = this.#waiters.filter(({ until }) => until <= this.#written)
    if (due.length === 0) return
    this.#waiters = this.#waiters.filter(({ until }) => until > this.#written)
    for (const { resume } of due) resume()
  }

  #resumeStalled(): void {
    if (this.#stalled.size === 0) return
    const stalled = this.#stalled
    this.#stalled = new Set()
    for (const run of stalled) run.goOn()
  }
}
