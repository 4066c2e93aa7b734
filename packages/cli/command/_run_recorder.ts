import type { StoredRun } from "@flowglass/core"
import { recordText } from "@flowglass/inspector"
import { Console, Effect, FileSystem, Option, Path } from "effect"
import { type LocalRunsNotWritable, type LocalRunsUnreadable, RecordNotWritable } from "../error/local_run_errors.ts"
import { ArgumentMissing } from "../error/usage_errors.ts"
import { fileProblem } from "../file_problem.ts"
import { errorLines } from "../format/error_lines.ts"
import { errorStyle } from "../format/style.ts"
import { keepLive } from "../local/keep_live.ts"
import { LocalRuns } from "../local/local_runs.ts"
import { findGivenFile, writeGivenFile } from "../local/write_given_file.ts"

const notWritable = (file: string, problem: string): RecordNotWritable =>
  new RecordNotWritable({ message: `The record ${file} cannot be written: ${problem}.` })

/** Refuses a `--record` file that cannot be written, or is the workflow itself, before the run costs anything. */
export const checkRecordFile = Effect.fnUntraced(function* (file: Option.Option<string>, workflow?: string) {
  if (Option.isNone(file)) return
  if (file.value === "") return yield* new ArgumentMissing({ message: "--record needs a value: the path of a file." })
  const system = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const { path: target, kind, mode } = yield* findGivenFile(file.value)
  if (kind === "folder") return yield* notWritable(file.value, "it is a folder")
  const isWorkflow = workflow !== undefined && mode !== undefined && (yield* findGivenFile(workflow)).path === target
  if (isWorkflow) return yield* notWritable(file.value, "it is the workflow")
  // A file is replaced, which takes its folder; one that is protected is not to be replaced all the same.
  const written = kind === "ordinary" ? [path.dirname(target), ...(mode === undefined ? [] : [target])] : [target]
  yield* Effect.forEach(written, (place) =>
    Effect.mapError(system.access(place, { writable: true }), (error) =>
      notWritable(file.value, error.reason._tag === "NotFound" ? "its folder does not exist" : fileProblem(error))
    )
  )
})

/** Tells what does not keep a run from going on. */
export const warn = Effect.fnUntraced(function* (error: LocalRunsNotWritable | LocalRunsUnreadable) {
  const style = yield* errorStyle
  const [first = "", ...rest] = errorLines(error, style)
  yield* Console.error([first.replace("error", "warning"), ...rest].join("\n"))
})

/** Writes the `--record` file, where one was asked for. */
export const writeRecordFile = Effect.fnUntraced(function* (run: StoredRun, file: Option.Option<string>) {
  if (Option.isNone(file)) return
  const text = yield* Effect.fromResult(recordText(run))
  yield* Effect.mapError(writeGivenFile(file.value, text), (reason) => notWritable(file.value, reason))
})

/**
 * Keeps a run on this machine while `work` shows it, and once more at its end, with what it takes to go on where it is
 * paused; then writes the `--record` file. A run that cannot be kept is a warning.
 */
export const recordRun = Effect.fnUntraced(function* <A, E, R>(
  run: StoredRun,
  file: Option.Option<string>,
  work: Effect.Effect<A, E, R>
) {
  const runs = yield* LocalRuns
  // What keeps it from writing keeps the last write from it too, and that one warns.
  const live = Effect.forkScoped(Effect.ignore(keepLive(run)))
  const save = Effect.gen(function* () {
    yield* Effect.catchTag(runs.keep(run), "local_runs_not_writable", warn)
    if (run.facts().at(-1)?.kind === "run_paused") {
      const { keepPaused } = yield* Effect.promise(() => import("../local/paused_runs.ts"))
      yield* Effect.catchTag(keepPaused(run), "local_runs_not_writable", warn)
    }
    yield* Effect.catch(runs.prune, warn)
    yield* writeRecordFile(run, file)
  })
  // The live writer is closed before the last write, so that it cannot overwrite it.
  return yield* Effect.onExit(Effect.scoped(Effect.andThen(live, work)), () => save)
})
