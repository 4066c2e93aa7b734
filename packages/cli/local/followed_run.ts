import type { Fact, RunAccepted, RunGraph, StoredRun } from "@flowglass/core"
import { Effect, FileSystem, Option } from "effect"
import { RunAbandoned } from "../error/local_run_errors.ts"
import { type RecordFileError, readRecordFile } from "./read_record_file.ts"
import { isAbandoned } from "./run_owner.ts"

/** How often the file is looked at, in milliseconds. */
const pace = 150

/** How often in a row the owner has to be missing: it may just have written its last facts. */
const patience = 3

/** How often a server is asked, in milliseconds. */
const serverPace = 500

const isEnded = (run: StoredRun): boolean => run.facts().at(-1)?.kind === "run_finished"

const isPaused = (run: StoredRun): boolean => run.facts().at(-1)?.kind === "run_paused"

/** A run of another process, as its record file tells it: it grows whenever the file does. */
export class FollowedRun implements StoredRun {
  readonly accepted: RunAccepted
  readonly graph: RunGraph
  #facts: ReadonlyArray<Fact>
  readonly #listeners = new Set<() => void>()

  constructor(run: StoredRun) {
    this.accepted = run.accepted
    this.graph = run.graph
    this.#facts = run.facts()
  }

  facts(): ReadonlyArray<Fact> {
    return this.#facts
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Takes over what a newer reading of the file knows. */
  update(run: StoredRun): void {
    if (run.facts().length <= this.#facts.length) return
    this.#facts = run.facts()
    for (const listener of [...this.#listeners]) listener()
  }
}

/** Reads the file again and again until the run has ended, or waits for somebody and nobody works on it; else fails with `run_abandoned` when nobody works on it. */
export const followFile = Effect.fnUntraced(function* (
  run: FollowedRun,
  file: string
): Effect.fn.Return<void, RecordFileError | RunAbandoned, FileSystem.FileSystem> {
  const system = yield* FileSystem.FileSystem
  let seen = ""
  let missing = 0
  while (!isEnded(run)) {
    const stamp = yield* Effect.match(system.stat(file), {
      onFailure: () => seen,
      onSuccess: (info) =>
        `${Option.getOrUndefined(info.ino)} ${Option.getOrUndefined(info.mtime)?.getTime()} ${info.size}`
    })
    if (stamp !== seen) {
      seen = stamp
      run.update(yield* readRecordFile(file))
    } else {
      missing = (yield* isAbandoned(file)) ? missing + 1 : 0
      // A run that waits for somebody needs no process.
      if (missing > patience && isPaused(run)) return
      if (missing > patience) {
        const message = `Run ${run.accepted.runId} did not end, and no process works on it any more.`
        return yield* new RunAbandoned({ message })
      }
    }
    yield* Effect.sleep(pace)
  }
})

/** Reads the run of a server again and again until it has ended. */
export const followStored = Effect.fnUntraced(function* <E>(run: FollowedRun, again: Effect.Effect<StoredRun, E>) {
  while (!isEnded(run)) {
    yield* Effect.sleep(serverPace)
    run.update(yield* again)
  }
})
