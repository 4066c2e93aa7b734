import { RunNotPaused } from "@flowglass/core/error"
import { Effect, FileSystem, type PlatformError, type Scope } from "effect"
import { LocalRunsNotWritable } from "../error/local_run_errors.ts"
import { fileProblem } from "../file_problem.ts"
import { isAlive, lockFileOf } from "./run_owner.ts"

const inUse = (pid: number | undefined): RunNotPaused =>
  new RunNotPaused({
    message: `${pid === undefined ? "Another process" : `Process ${pid}`} goes on with the run at this moment.`
  })

const ownerOf = (text: string): number | undefined => {
  const pid = Number(text)
  return Number.isSafeInteger(pid) && pid > 0 && isAlive(pid) ? pid : undefined
}

const notWritable =
  (file: string) =>
  (error: PlatformError.PlatformError): LocalRunsNotWritable =>
    new LocalRunsNotWritable({ message: `${file} cannot be written: ${fileProblem(error)}.` })

/** A file that is not there any more is as good as one that was moved or removed: others take locks and leave them too. */
const unlessGone = (done: Effect.Effect<void, PlatformError.PlatformError>) =>
  Effect.catchIf(
    done,
    (error) => error.reason._tag === "NotFound",
    () => Effect.void
  )

/**
 * Lets no other process go on with a paused run as long as the scope is open; fails with `run_not_paused` while another
 * one does. The lock of a process that is gone counts for nothing.
 */
export const lockRun: (
  recordFile: string
) => Effect.Effect<void, RunNotPaused | LocalRunsNotWritable, FileSystem.FileSystem | Scope.Scope> = Effect.fnUntraced(
  function* (recordFile) {
    const system = yield* FileSystem.FileSystem
    const file = lockFileOf(recordFile)
    const own = String(process.pid)
    const made = `${file}.${own}.new`
    // Written first and then given its name, so that a lock that is there says whose it is. The first name locks nothing:
    // should it stay behind, nobody looks at it, and a process of the same number writes over it.
    const linked = system
      .writeFileString(made, own, { mode: 0o600 })
      .pipe(Effect.andThen(system.link(made, file)), Effect.ensuring(Effect.ignore(system.remove(made))))
    // Some file systems know no second names.
    const written = system.writeFileString(file, own, { mode: 0o600, flag: "wx" })
    const isTaken = (error: PlatformError.PlatformError): boolean => error.reason._tag === "AlreadyExists"
    const take = Effect.catchIf(
      linked,
      (error) => !isTaken(error),
      () => written
    ).pipe(
      Effect.as(true),
      Effect.catchIf(isTaken, () => Effect.succeed(false)),
      Effect.mapError(notWritable(file))
    )
    const holder = Effect.map(
      Effect.orElseSucceed(system.readFileString(file), () => ""),
      ownerOf
    )
    const takeOrRefuse: Effect.Effect<void, RunNotPaused | LocalRunsNotWritable> = Effect.gen(function* () {
      if (yield* take) return
      const before = yield* holder
      if (before !== undefined) return yield* inUse(before)
      // Moved away before it is deleted: only one of several who find it gets it.
      const stale = `${file}.${process.pid}`
      yield* Effect.mapError(unlessGone(system.rename(file, stale)), notWritable(file))
      // Somebody was quicker, and it is theirs that was moved: it goes back.
      const quicker = ownerOf(yield* Effect.orElseSucceed(system.readFileString(stale), () => ""))
      if (quicker !== undefined) {
        yield* Effect.mapError(system.rename(stale, file), notWritable(file))
        return yield* inUse(quicker)
      }
      yield* Effect.mapError(unlessGone(system.remove(stale)), notWritable(stale))
      if (!(yield* take)) return yield* inUse(yield* holder)
    })
    // A lock that stays behind is one of a process that is gone, which counts for nothing.
    yield* Effect.acquireRelease(takeOrRefuse, () => Effect.ignore(system.remove(file)))
  }
)
