import type { Effect } from "effect"
import { RunTakenOver, ValueNotStorable } from "../../error/store_errors.ts"
import type { RunGraph } from "../../graph/run_graph.ts"
import type { Fact, RunAccepted } from "../../run/fact.ts"
import { isPausedForm } from "../../run/paused_form.ts"
import type { KeptRuns } from "../_kept_runs.ts"
import type { Durability, DurabilityMode, StoreRefusal } from "../durability.ts"
import { MemoryRun } from "../memory_run_store.ts"
import type { FactWriter, NewFact, StoredRun } from "../run_store.ts"
import type { FollowedRuns } from "./_followed_runs.ts"
import type { RunWriter } from "./_run_writer.ts"

/** What the runs of one store share. */
export interface SqlRunKeeper {
  readonly mode: DurabilityMode
  readonly writer: RunWriter
  readonly kept: KeptRuns
  readonly followed: FollowedRuns
  /** Runs that have finished and are not durable yet: they must not be forgotten. */
  readonly unsaved: Map<string, SqlRun>
}

/**
 * Facts after which a run may rest for long, and answers, which nobody gives twice: they and all before them belong on
 * disk, however it is kept.
 */
const isRest = ({ kind }: Fact): boolean => kind === "run_finished" || kind === "run_paused" || kind === "node_resumed"

/** A run that this process works on: in memory for everybody here, and on its way into the database. */
export class SqlRun extends MemoryRun implements Durability {
  readonly mode: DurabilityMode
  readonly epoch: number
  override readonly flush: FactWriter["flush"]
  override readonly durability: Durability = this
  readonly #keeper: SqlRunKeeper
  /** Facts that nobody but the run itself sees, because they are not durable yet. */
  readonly #hidden: Array<Fact> = []
  /** Facts that wait until the run rests, when only its end has to be durable. */
  #held: Array<Fact> = []
  #seq: number
  #durableSeq: number
  #refusal: StoreRefusal | undefined
  #listener: (() => void) | undefined
  #isHandedOver = false
  /** When the first form that was asked is over, answered or not: whoever looks too early finds nothing to do. */
  #wakeAt = Number.POSITIVE_INFINITY

  /** `facts` are those that are stored already; the first of them is `accepted`. `epoch` is that of the next ones. */
  constructor(
    accepted: RunAccepted,
    graph: RunGraph,
    keeper: SqlRunKeeper,
    facts: ReadonlyArray<Fact> = [accepted],
    epoch = accepted.epoch
  ) {
    super(accepted, graph, keeper.kept)
    this.epoch = epoch
    this.mode = keeper.mode
    this.#keeper = keeper
    this.flush = keeper.writer.flushedRun(this) satisfies Effect.Effect<void, StoreRefusal>
    this.#seq = facts.length
    this.#durableSeq = facts.length
    for (const fact of facts.slice(1)) {
      this.#noteForm(fact)
      this.show(fact)
    }
  }

  /** Whether another process works on it: this one has only accepted it. */
  get isHandedOver(): boolean {
    return this.#isHandedOver
  }

  handOver(): void {
    this.#isHandedOver = true
  }

  /** When somebody has to look after it while it is paused: milliseconds since 1970. */
  get wakeAt(): number {
    return Math.min(this.#wakeAt, Number.MAX_SAFE_INTEGER)
  }

  #noteForm(fact: Fact): void {
    if (fact.kind !== "node_paused" || !isPausedForm(fact.reason)) return
    const longest = fact.at + this.accepted.limits.formTime
    this.#wakeAt = Math.min(this.#wakeAt, longest, fact.reason.expiration_time * 1000)
  }

  get seq(): number {
    return this.#seq
  }

  get durableSeq(): number {
    return this.mode === "end" ? this.#seq : this.#durableSeq
  }

  get isBehind(): boolean {
    return this.#keeper.writer.mustWait(this)
  }

  get refusal(): StoreRefusal | undefined {
    return this.#refusal
  }

  get successor(): StoredRun | undefined {
    return this.#isTaken && this.mode !== "end" ? this : undefined
  }

  /** Whether somebody else has it, or it is gone. */
  get #isTaken(): boolean {
    return this.#refusal instanceof RunTakenOver
  }

  override subscribe(listener: () => void): () => void {
    const leave = super.subscribe(listener)
    if (this.successor !== undefined) this.#keeper.followed.watch(this)
    return () => {
      leave()
      if (!this.isWatched) this.#keeper.followed.leave(this)
    }
  }

  onChange(listener: () => void): void {
    this.#listener = listener
  }

  override append(fact: NewFact): Fact {
    fact.seq = ++this.#seq
    fact.epoch = this.epoch
    if (this.#refusal !== undefined) {
      // Only those who watch it here are told: where nothing is kept before the end, what they saw is nowhere else.
      if (this.#isTaken && this.mode === "end") this.show(fact)
      return fact
    }
    this.#noteForm(fact)
    const { writer, unsaved } = this.#keeper
    if (fact.kind === "run_finished") unsaved.set(this.accepted.runId, this)
    if (this.mode === "end") {
      this.#held.push(fact)
      this.show(fact)
      if (!isRest(fact)) return fact
      for (const held of this.#held) writer.addFact(this, held)
      this.#held = []
    } else {
      this.#hidden.push(fact)
      writer.addFact(this, fact)
    }
    return fact
  }

  /** Facts up to this position are in the database. */
  settle(seq: number): void {
    this.#durableSeq = Math.max(this.#durableSeq, seq)
    const later = this.#hidden.findIndex((fact) => fact.seq > seq)
    for (const fact of this.#hidden.splice(0, later < 0 ? this.#hidden.length : later)) this.show(fact)
    this.#listener?.()
  }

  /** The database takes no more of it. */
  refuse(refusal: StoreRefusal): void {
    if (this.#refusal !== undefined) return
    this.#refusal = refusal
    this.saved()
    if (this.#isTaken) this.#handDown()
    this.#listener?.()
  }

  /** Whoever has taken it over tells its story from now on, also to those who have it from here. */
  #handDown(): void {
    const { kept, followed } = this.#keeper
    kept.delete(this)
    this.#hidden.length = 0
    this.#held = []
    if (this.isWatched && this.successor !== undefined) followed.watch(this)
  }

  takeBack(): ReadonlyArray<Fact> | undefined {
    if (!(this.#refusal instanceof ValueNotStorable)) return undefined
    this.#refusal = undefined
    this.#hidden.length = 0
    this.#held = []
    this.#seq = this.#durableSeq
    // Where only the end is kept, more was shown than is there: whoever comes later reads what is.
    if (this.mode === "end") this.#keeper.kept.delete(this)
    return this.facts().slice(0, this.#durableSeq)
  }

  /** There is room again for what the run has to write. */
  goOn(): void {
    this.#listener?.()
  }

  /** Everything is in the database, or never will be. */
  saved(): void {
    const { unsaved } = this.#keeper
    if (unsaved.get(this.accepted.runId) === this) unsaved.delete(this.accepted.runId)
  }
}
