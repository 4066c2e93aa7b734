import { RunNotPaused } from "@flowglass/core/error"
import { Effect, FileSystem, type Scope } from "effect"
import { LocalRunsNotWritable } from "../error/local_run_errors.ts"
import { fileProblem } from "../file_problem.ts"
import { isAlive, lockFileOf } from "./run_owner.ts"

const inUse = (pid: number): RunNotPaused =>
  new RunNotPaused({ message: `Process ${pid} goes on with the run at this moment.` })

const ownerOf = (text: string): number | undefined => {
  const pid = Number(text)
  return Number.isSafeInteger(pid) && pid > 0 && isAlive(pid) ? pid : undefined
}

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
    const take = system.writeFileString(file, String(process.pid), { mode: 0o600, flag: "wx" }).pipe(
      Effect.as(true),
      Effect.catchIf(
        (error) => error.reason._tag === "AlreadyExists",
        () => Effect.succeed(false)
      ),
      Effect.mapError(
        (error) => new LocalRunsNotWritable({ message: `${file} cannot be written: ${fileProblem(error)}.` })
      )
    )
    const takeOrRefuse: Effect.Effect<void, RunNotPaused | LocalRunsNotWritable> = Effect.gen(function* () {
      if (yield* take) return
      const holder = ownerOf(yield* Effect.orElseSucceed(system.readFileString(file), () => ""))
      if (holder !== undefined) return yield* inUse(holder)
      // Moved away before it is deleted: only one of several who find it gets it.
      const stale = `${file}.${process.pid}`
      yield* Effect.ignore(Effect.andThen(system.rename(file, stale), system.remove(stale)))
      if (!(yield* take))
        return yield* inUse(Number(yield* Effect.orElseSucceed(system.readFileString(file), () => "")))
    })
    yield* Effect.acquireRelease(takeOrRefuse, () => Effect.ignore(system.remove(file)))
  }
)
