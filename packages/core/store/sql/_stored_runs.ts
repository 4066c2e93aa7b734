import { Effect } from "effect"
import type { StoredValueUnreadable, StoreUnavailable } from "../../error/store_errors.ts"
import type { StoredRun } from "../run_store.ts"
import type { Database } from "./_database.ts"
import { joinBlobs } from "./_fact_blobs.ts"
import { FollowedRun } from "./_followed_run.ts"
import type { FollowedRuns } from "./_followed_runs.ts"
import { LoadedRuns } from "./_loaded_runs.ts"
import { readFacts } from "./_stored_fact.ts"
import { ReadGraphs } from "./_stored_graph.ts"
import type { Sealer } from "./sealer.ts"

const runStatement = `SELECT graph_hash AS hash, finished_at AS "finishedAt", body FROM runs
  JOIN graphs ON graphs.hash = runs.graph_hash WHERE id = $1`

const factsStatement = "SELECT body FROM run_facts WHERE run_id = $1 ORDER BY seq"

type RunRow = { readonly hash: string; readonly finishedAt: number | null; readonly body: Uint8Array }

/** Reads runs from their tables; those that have ended stay in memory for a while. */
export class StoredRuns {
  readonly loaded = new LoadedRuns()
  readonly #database: Database
  readonly #sealer: Sealer["Service"]
  readonly #followed: FollowedRuns
  readonly #graphs = new ReadGraphs()

  constructor(database: Database, sealer: Sealer["Service"], followed: FollowedRuns) {
    this.#database = database
    this.#sealer = sealer
    this.#followed = followed
  }

  /** A run as it is on disk. One that has not ended is read on while somebody listens. */
  readonly load = Effect.fnUntraced({ self: this }, function* (this: StoredRuns, runId: string): Effect.fn.Return<
    StoredRun | undefined,
    StoredValueUnreadable | StoreUnavailable
  > {
    const row = yield* this.#database.first<RunRow>(runStatement, [runId])
    if (row === undefined) return undefined
    const graph = yield* Effect.fromResult(this.#graphs.read(row.hash, row.body))
    const rows = yield* this.#database.query<{ body: Uint8Array }>(factsStatement, [runId])
    const stored = rows.map(({ body }) => body)
    const bodies: Array<Uint8Array> = []
    for (const body of yield* joinBlobs(this.#database, stored)) bodies.push(yield* Effect.fromResult(body))
    const { accepted, facts } = yield* Effect.fromResult(readFacts(bodies, this.#sealer))
    const run: StoredRun = { accepted, graph, facts: () => facts, subscribe: () => () => undefined }
    if (row.finishedAt === null) return new FollowedRun(run, facts, this.#followed)
    const bytes = bodies.reduce((sum, body) => sum + body.length, 0)
    this.loaded.add(run, bytes)
    return run
  })
}
