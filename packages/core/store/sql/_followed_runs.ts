import { Effect, Queue, Result, type Scope } from "effect"
import type { RunGraph } from "../../graph/run_graph.ts"
import type { Fact, RunAccepted } from "../../run/fact.ts"
import type { StoredRun } from "../run_store.ts"
import { Column, type Database } from "./_database.ts"
import { joinBlobs } from "./_fact_blobs.ts"
import { readFact } from "./_stored_fact.ts"

/** A run that another process works on, as far as its facts were read. */
class FollowedRun implements StoredRun {
  readonly accepted: RunAccepted
  readonly graph: RunGraph
  readonly #facts: Array<Fact>
  readonly #listeners = new Set<() => void>()
  readonly #followed: Map<string, FollowedRun>
  readonly #refresh: () => void

  constructor(run: StoredRun, followed: Map<string, FollowedRun>, refresh: () => void) {
    this.accepted = run.accepted
    this.graph = run.graph
    this.#facts = [...run.facts()]
    this.#followed = followed
    this.#refresh = refresh
  }

  facts(): ReadonlyArray<Fact> {
    return this.#facts
  }

  /** It is read on as long as somebody listens, from where it was read last. */
  subscribe(listener: () => void): () => void {
    const { runId } = this.accepted
    const known = this.#followed.get(runId)
    if (known !== undefined && known !== this) return this.#subscribeTo(known, listener)
    this.#followed.set(runId, this)
    this.#listeners.add(listener)
    this.#refresh()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0 && this.#followed.get(runId) === this) this.#followed.delete(runId)
    }
  }

  /** What others have read of the same run is read for this one as well. */
  #subscribeTo(known: FollowedRun, listener: () => void): () => void {
    const take = (): void => {
      this.add(known.facts().slice(this.#facts.length))
      listener()
    }
    const leave = known.subscribe(take)
    take()
    return leave
  }

  /** Facts that follow those that are here. */
  add(facts: ReadonlyArray<Fact>): void {
    for (const fact of facts) {
      if (fact.seq !== this.#facts.length + 1) continue
      this.#facts.push(fact)
      for (const listener of [...this.#listeners]) listener()
    }
  }
}

/** How long a database that does not answer is left alone, in milliseconds. */
const rest = 1000

const statement = `SELECT run_id AS id, body FROM unnest($1::text[], $2::int[]) AS f (id, after)
  JOIN run_facts ON run_facts.run_id = f.id AND run_facts.seq > f.after ORDER BY run_id, seq`

/** The runs of other processes that somebody here watches: their new facts are read whenever there are some. */
export const followRuns = Effect.fnUntraced(function* (
  database: Database
): Effect.fn.Return<
  { readonly follow: (run: StoredRun) => StoredRun; readonly refresh: () => void },
  never,
  Scope.Scope
> {
  const followed = new Map<string, FollowedRun>()
  const wanted = yield* Queue.sliding<void>(1)
  const refresh = (): void => {
    if (followed.size > 0) Queue.offerUnsafe(wanted, undefined)
  }
  const read = Effect.gen(function* () {
    const runs = [...followed.entries()]
    const rows = yield* database.query<{ id: string; body: Uint8Array }>(statement, [
      new Column(
        "text",
        runs.map(([id]) => id)
      ),
      new Column(
        "int4",
        runs.map(([, run]) => run.facts().length)
      )
    ])
    const bodies = yield* joinBlobs(
      database,
      rows.map(({ body }) => body)
    )
    for (const [index, { id }] of rows.entries()) {
      const body = bodies[index]
      if (body === undefined) continue
      const fact = Result.flatMap(body, readFact)
      if (Result.isSuccess(fact)) followed.get(id)?.add([fact.success])
      else if (followed.delete(id)) yield* Effect.logWarning(`Run ${id} cannot be followed any more`, fact.failure)
    }
  })
  const again = Effect.andThen(Effect.sleep(rest), Effect.sync(refresh))
  const work = Effect.andThen(
    Queue.take(wanted),
    Effect.catch(read, (error) =>
      Effect.andThen(Effect.logWarning("Facts of another process cannot be read", error), again)
    )
  )
  yield* Effect.forkScoped(Effect.forever(work))
  return { follow: (run) => new FollowedRun(run, followed, refresh), refresh }
})
