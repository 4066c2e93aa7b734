import { randomUUID } from "node:crypto"
import { lstat, mkdir, readdir, rename, rm } from "node:fs/promises"
import { dirname, join } from "node:path"
import { Clock, Effect, type Scope } from "effect"
import {
  closeSnapshotFile,
  isTrusted,
  openSnapshotFile,
  type SnapshotFile,
  writeSnapshotFile
} from "./_snapshot_file.ts"

const attempt = <Value>(run: () => Promise<Value>) => Effect.tryPromise({ try: run, catch: String })

/** Makes a folder and those above it. Node's own way of doing that never comes back from a place like /proc. */
const makeFolder = (folder: string): Effect.Effect<void> => {
  const make = Effect.ignore(attempt(() => mkdir(folder, { mode: 0o700 })))
  const above = dirname(folder)
  return attempt(() => lstat(folder)).pipe(
    Effect.matchEffect({
      onSuccess: () => Effect.void,
      onFailure: () => (above === folder ? Effect.void : Effect.andThen(makeFolder(above), make))
    })
  )
}

/** Makes the folder when it is not there; whether nobody else can write into it. */
const isOwnFolder = (folder: string): Effect.Effect<boolean> =>
  makeFolder(folder).pipe(
    Effect.andThen(attempt(() => lstat(folder))),
    Effect.map((status) => status.isDirectory() && isTrusted(status)),
    // A folder that cannot be made or looked at is none.
    Effect.orElseSucceed(() => false)
  )

/** Others may make the same file at the same time: each writes its own and puts it in place as a whole. */
const place = (path: string, recorded: Buffer): Effect.Effect<void, string> => {
  const own = `${path}.${randomUUID()}`
  return writeSnapshotFile(own, recorded).pipe(
    Effect.andThen(attempt(() => rename(own, path))),
    Effect.onError(() => Effect.ignore(attempt(() => rm(own, { force: true }))))
  )
}

const monthMilliseconds = 30 * 24 * 3600 * 1000

/** Removes what other versions of the interpreter, of Node or of this code wrote more than a month ago. */
const removeStale = (folder: string): Effect.Effect<void> =>
  Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const names = yield* attempt(() => readdir(folder))
    for (const name of names.filter((candidate) => /\.snapshot(\.[0-9a-f-]{36})?$/.test(candidate))) {
      const path = join(folder, name)
      const { mtimeMs } = yield* attempt(() => lstat(path))
      if (now - mtimeMs > monthMilliseconds) yield* attempt(() => rm(path))
    }
  }).pipe(
    // Another process may be doing the same.
    Effect.ignore
  )

/**
 * The memory of an interpreter that has started, in a file named `name` in the first of `folders` that is this user's
 * alone. What is not there, cut off, changed or open to others is recorded again and replaced. Undefined when no folder
 * can be written or nothing could be recorded: interpreters then start from nothing, only slower. The file stays open
 * until the scope closes.
 */
export const openPythonSnapshot = (options: {
  readonly folders: ReadonlyArray<string>
  readonly name: string
  readonly record: Effect.Effect<Buffer, string>
}): Effect.Effect<SnapshotFile | undefined, never, Scope.Scope> =>
  Effect.gen(function* () {
    const record = yield* Effect.cached(options.record)
    for (const folder of options.folders) {
      if (!(yield* isOwnFolder(folder))) continue
      const path = join(folder, options.name)
      const known = yield* openSnapshotFile(path)
      if (known !== undefined) return known
      const placed = yield* Effect.exit(Effect.andThen(record, (recorded) => place(path, recorded)))
      yield* Effect.logDebug("a Python snapshot was recorded", { path, exit: placed._tag })
      const made = yield* openSnapshotFile(path)
      if (made === undefined) continue
      yield* removeStale(folder)
      return made
    }
    return undefined
  }).pipe(
    // Opening and noting what to close must not be torn apart.
    Effect.uninterruptible,
    Effect.tap((snapshot) =>
      snapshot === undefined ? Effect.void : Effect.addFinalizer(() => closeSnapshotFile(snapshot.file))
    )
  )
