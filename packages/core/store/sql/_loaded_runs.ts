import type { StoredRun } from "../run_store.ts"

/** How many runs that were read from the database stay in memory, and how many bytes of facts they have. */
const mostRuns = 200
const mostBytes = 64 * 1024 * 1024

interface LoadedRun {
  readonly run: StoredRun
  readonly bytes: number
}

/** Finished runs that were read from the database, those used last: a snapshot is asked for node by node. */
export class LoadedRuns {
  readonly #runs = new Map<string, LoadedRun>()
  #bytes = 0

  get(runId: string): StoredRun | undefined {
    const loaded = this.#runs.get(runId)
    if (loaded === undefined) return undefined
    this.#runs.delete(runId)
    this.#runs.set(runId, loaded)
    return loaded.run
  }

  add(run: StoredRun, bytes: number): void {
    this.delete(run.accepted.runId)
    this.#runs.set(run.accepted.runId, { run, bytes })
    this.#bytes += bytes
    for (const id of this.#runs.keys()) {
      if (this.#runs.size <= mostRuns && this.#bytes <= mostBytes) return
      this.delete(id)
    }
  }

  all(): ReadonlyArray<StoredRun> {
    return [...this.#runs.values()].map(({ run }) => run)
  }

  delete(runId: string): void {
    this.#bytes -= this.#runs.get(runId)?.bytes ?? 0
    this.#runs.delete(runId)
  }
}
