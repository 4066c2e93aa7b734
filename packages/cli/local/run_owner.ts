import { Effect, FileSystem, Predicate, Result, type Scope } from "effect"
import { LocalRunsNotWritable } from "../error/local_run_errors.ts"
import { fileProblem } from "../file_problem.ts"

/** The file that says which process works on the run of a record file. */
export const ownerFileOf = (recordFile: string): string => recordFile.replace(/\.json$/, ".pid")

/** The file that holds what it takes to go on with the paused run of a record file. */
export const pausedFileOf = (recordFile: string): string => recordFile.replace(/\.json$/, ".paused")

/** The file that says which process goes on with the paused run of a record file. */
export const lockFileOf = (recordFile: string): string => recordFile.replace(/\.json$/, ".lock")

/** A record file, and the files beside it. */
export const filesOf = (recordFile: string): ReadonlyArray<string> => [
  recordFile,
  ownerFileOf(recordFile),
  pausedFileOf(recordFile),
  lockFileOf(recordFile)
]

/** Notes, as long as the scope is open, that this process works on the run of a record file. */
export const claimRun = (
  recordFile: string
): Effect.Effect<void, LocalRunsNotWritable, FileSystem.FileSystem | Scope.Scope> =>
  Effect.gen(function* () {
    const system = yield* FileSystem.FileSystem
    const file = ownerFileOf(recordFile)
    const claim = Effect.mapError(
      system.writeFileString(file, String(process.pid), { mode: 0o600 }),
      (error) => new LocalRunsNotWritable({ message: `${file} cannot be written: ${fileProblem(error)}.` })
    )
    // A claim that stays behind is one of a process that is gone, which counts for nothing.
    yield* Effect.acquireRelease(claim, () => Effect.ignore(system.remove(file)))
  })

/** Whether a process lives. */
export const isAlive = (pid: number): boolean =>
  Result.match(
    Result.try({ try: () => process.kill(pid, 0), catch: (cause) => cause }),
    // A process of somebody else may not be signalled, but it lives.
    {
      onFailure: (cause) => Predicate.hasProperty(cause, "code") && cause.code === "EPERM",
      onSuccess: () => true
    }
  )

/** Whether no process works on the run of a record file any more. */
export const isAbandoned = (recordFile: string): Effect.Effect<boolean, never, FileSystem.FileSystem> =>
  Effect.gen(function* () {
    const system = yield* FileSystem.FileSystem
    const text = yield* Effect.orElseSucceed(system.readFileString(ownerFileOf(recordFile)), () => "")
    const pid = Number(text)
    return !(Number.isSafeInteger(pid) && pid > 0 && isAlive(pid))
  })
