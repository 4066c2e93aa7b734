import type { StoredRun } from "@flowglass/core"
import { recordText } from "@flowglass/inspector"
import { Context, Effect, FileSystem, Layer, Path } from "effect"
import type { EnvironmentFileError } from "../environment_file.ts"
import { LocalRunsNotWritable, LocalRunsUnreadable } from "../error/local_run_errors.ts"
import { fileProblem } from "../file_problem.ts"
import { homeFolder } from "../settings.ts"
import { makeFolder } from "./make_folder.ts"
import { type RecordFileError, readRecordFile } from "./read_record_file.ts"
import { filesOf } from "./run_owner.ts"
import { writeWhole } from "./write_whole.ts"

/** How many runs are kept; beyond that the oldest are deleted. */
export const keptRuns = 100

const runFile = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.json$/

/**
 * The runs of this machine: one record file each in `.flowglass/runs` under the current folder, or under
 * `FLOWGLASS_HOME`. What `flowglass inspect last` looks at.
 */
export class LocalRuns extends Context.Service<
  LocalRuns,
  {
    readonly folder: string
    readonly fileOf: (runId: string) => string
    /** Ids of the runs, newest first. */
    readonly ids: Effect.Effect<ReadonlyArray<string>, LocalRunsUnreadable>
    readonly read: (runId: string) => Effect.Effect<StoredRun, RecordFileError>
    /** Writes a run as it stands; only the owner may read it, because it holds what people typed. */
    readonly keep: (run: StoredRun) => Effect.Effect<void, LocalRunsNotWritable>
    /** Deletes the oldest runs beyond the kept ones. */
    readonly prune: Effect.Effect<void, LocalRunsUnreadable | LocalRunsNotWritable>
  }
>()("flowglass/LocalRuns") {
  static readonly layer: Layer.Layer<LocalRuns, EnvironmentFileError, FileSystem.FileSystem | Path.Path> = Layer.effect(
    LocalRuns,
    Effect.gen(function* () {
      const context = yield* Effect.context<FileSystem.FileSystem | Path.Path>()
      const system = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const home = path.resolve(yield* homeFolder)
      const folder = path.join(home, "runs")
      const fileOf = (runId: string): string => path.join(folder, `${runId}.json`)

      const ids = system.readDirectory(folder).pipe(
        Effect.catchIf(
          (error) => error.reason._tag === "NotFound",
          () => Effect.succeed<Array<string>>([])
        ),
        Effect.mapError(
          (error) => new LocalRunsUnreadable({ message: `${folder} cannot be read: ${fileProblem(error)}.` })
        ),
        // The ids begin with their time, so their order is that of the runs.
        Effect.map((names) =>
          names
            .flatMap((name) => runFile.exec(name)?.[1] ?? [])
            .toSorted()
            .toReversed()
        )
      )

      /** Runs hold what people typed; they do not belong into a repository. */
      const ignored = path.join(home, ".gitignore")
      const prepare = Effect.gen(function* () {
        yield* makeFolder(folder, 0o700)
        // Not through a link that leads somewhere else.
        yield* Effect.catchIf(
          system.writeFileString(ignored, "*\n", { flag: "wx" }),
          (error) => error.reason._tag === "AlreadyExists",
          () => Effect.void
        )
      })

      const keep = Effect.fn("LocalRuns.keep")(function* (run: StoredRun) {
        const text = yield* Effect.mapError(
          Effect.fromResult(recordText(run)),
          ({ message }) => new LocalRunsNotWritable({ message: `The run is not kept in ${folder}: ${message}` })
        )
        const file = fileOf(run.accepted.runId)
        const write = Effect.andThen(prepare, writeWhole(file, text, 0o600))
        return yield* Effect.mapError(
          Effect.provideContext(write, context),
          (error) => new LocalRunsNotWritable({ message: `The run is not kept in ${folder}: ${fileProblem(error)}.` })
        )
      })

      // Another process may delete the same runs at the same time.
      const forget = (runId: string) =>
        Effect.forEach(filesOf(fileOf(runId)), (file) => system.remove(file, { force: true }), { discard: true })
      const prune = Effect.flatMap(ids, (all) =>
        Effect.mapError(
          Effect.forEach(all.slice(keptRuns), forget, { discard: true }),
          (error) => new LocalRunsNotWritable({ message: `Old runs stay in ${folder}: ${fileProblem(error)}.` })
        )
      )

      const read = (runId: string) => Effect.provideContext(readRecordFile(fileOf(runId)), context)
      return LocalRuns.of({ folder, fileOf, ids, read, keep, prune })
    })
  )
}
