import type { Effect } from "effect"
import type { StoreUnavailable } from "../../error/store_errors.ts"
import type { RunGraph } from "../../graph/run_graph.ts"
import type { Fact, RunAccepted } from "../../run/fact.ts"
import type { KeptRuns } from "../_kept_runs.ts"
import { MemoryRun } from "../memory_run_store.ts"
import type { FactWriter, NewFact } from "../run_store.ts"
import type { RunWriter } from "./_run_writer.ts"

/** A run that this process works on: in memory for everybody here, and on its way into the database. */
export class SqlRun extends MemoryRun {
  override readonly flush: FactWriter["flush"]
  readonly #writer: RunWriter
  readonly #unsaved: Map<string, SqlRun>
  #refusal: StoreUnavailable | undefined

  /** `unsaved` holds runs that have finished and are not durable yet: they must not be forgotten. */
  constructor(
    accepted: RunAccepted,
    graph: RunGraph,
    keeper: KeptRuns,
    writer: RunWriter,
    unsaved: Map<string, SqlRun>
  ) {
    super(accepted, graph, keeper)
    this.#writer = writer
    this.#unsaved = unsaved
    this.flush = writer.flushed(this) satisfies Effect.Effect<void, StoreUnavailable>
  }

  override append(fact: NewFact): Fact {
    const written = super.append(fact)
    if (written.kind === "run_finished" && this.#refusal === undefined) this.#unsaved.set(this.accepted.runId, this)
    this.#writer.addFact(this, written)
    return written
  }

  /** Why the database does not take its facts any more. The run itself goes on. */
  get refusal(): StoreUnavailable | undefined {
    return this.#refusal
  }

  refuse(refusal: StoreUnavailable): void {
    this.#refusal ??= refusal
    this.saved()
  }

  /** Everything is in the database, or never will be. */
  saved(): void {
    if (this.#unsaved.get(this.accepted.runId) === this) this.#unsaved.delete(this.accepted.runId)
  }
}
