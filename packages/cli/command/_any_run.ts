import type { StoredRun } from "@flowglass/core"
import type { RecordInvalid, RecordVersionUnsupported } from "@flowglass/inspector"
import { Effect, FileSystem, Path, Result } from "effect"
import type { OpenedStore } from "../administration/open_administration.ts"
import type { Refusal } from "../administration/refusals.ts"
import { homeFolder } from "../settings.ts"
import { chooseRun, namesFile } from "./_chosen_run.ts"

/** Where a run is read again while it goes on. */
type RunSource =
  | { readonly kind: "file"; readonly file: string; readonly isLocal: boolean }
  | {
      readonly kind: "store"
      readonly store: OpenedStore
      readonly again: Effect.Effect<StoredRun, Refusal | RecordInvalid | RecordVersionUnsupported>
    }

/** A run of this machine: of a file, of `flowglass run`, or of a server. */
export interface AnyRun {
  readonly run: StoredRun
  readonly source: RunSource
}

const fileRun = Effect.fnUntraced(function* (argument: string) {
  const { run, file, isLocal } = yield* chooseRun(argument)
  const found: AnyRun = { run, source: { kind: "file", file, isLocal } }
  return found
})

/** Databases are loaded for runs of servers only. */
const loadStore = Effect.promise(() => import("./_store_run.ts"))

/** Whether a server works on the data folder. */
const isServed = Effect.fnUntraced(function* (data: string | undefined) {
  const path = yield* Path.Path
  const system = yield* FileSystem.FileSystem
  const folder = path.resolve(data ?? (yield* homeFolder))
  const isLocked = yield* Effect.orElseSucceed(system.exists(path.join(folder, "flowglass.lock")), () => false)
  return isLocked && (yield* (yield* loadStore).isServed(folder))
})

const nothingThere = new Set(["data_folder_empty", "workflow_run_not_found"])

/**
 * The run that a word stands for. `last` is the latest of `flowglass run` and of a server at work; runs of a server that
 * has ended are asked for when there is no other of that name. With a data folder it is one of that folder, or a file.
 */
export const chooseAnyRun = Effect.fnUntraced(function* (argument: string, data?: string) {
  if (data !== undefined && !(yield* namesFile(argument))) return yield* (yield* loadStore).storeRun(argument, data)
  const local = yield* Effect.result(fileRun(argument))
  if (Result.isSuccess(local)) {
    if (argument !== "last" || !(yield* isServed(data))) return local.success
  } else if (local.failure.code !== "workflow_run_not_found" || (yield* namesFile(argument))) {
    return yield* local.failure
  }
  const { storeRun } = yield* loadStore
  const stored = yield* Effect.result(storeRun(argument, data))
  if (Result.isFailure(stored)) {
    const isThere = !nothingThere.has(stored.failure.code)
    if (Result.isFailure(local)) return yield* isThere ? stored.failure : local.failure
    return isThere ? yield* stored.failure : local.success
  }
  const isNewer = Result.isFailure(local) || stored.success.run.accepted.runId > local.success.run.accepted.runId
  return isNewer ? stored.success : local.success
})
