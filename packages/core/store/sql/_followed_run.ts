import type { Fact } from "../../run/fact.ts"
import { MemoryRun } from "../memory_run_store.ts"
import type { StoredRun } from "../run_store.ts"
import type { FollowedRuns } from "./_followed_runs.ts"

/** A run that another process works on: it is read on as long as somebody listens, from where it was read last. */
export class FollowedRun extends MemoryRun {
  readonly #followed: FollowedRuns

  constructor({ accepted, graph }: StoredRun, facts: ReadonlyArray<Fact>, followed: FollowedRuns) {
    super(accepted, graph)
    this.#followed = followed
    for (const fact of facts.slice(1)) this.show(fact)
  }

  override subscribe(listener: () => void): () => void {
    const leave = super.subscribe(listener)
    this.#followed.watch(this)
    return () => {
      leave()
      if (!this.isWatched) this.#followed.leave(this)
    }
  }
}
