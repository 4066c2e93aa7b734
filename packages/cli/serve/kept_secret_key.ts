import { Effect, FileSystem, Path, Redacted } from "effect"
import { DataFolderNotUsable } from "../error/serve_errors.ts"
import { fileProblem } from "../file_problem.ts"
import { newSecretKey } from "../server_settings.ts"

/**
 * The key of an installation that was given none: made once and kept beside the data, for nobody else to read. Without
 * it sessions would end and secrets be lost with every start.
 */
export const keptSecretKey = Effect.fnUntraced(function* (
  folder: string
): Effect.fn.Return<Redacted.Redacted, DataFolderNotUsable, FileSystem.FileSystem | Path.Path> {
  const system = yield* FileSystem.FileSystem
  const file = (yield* Path.Path).join(folder, "secret_key")
  const kept = system.readFileString(file).pipe(
    Effect.map((text) => Redacted.make(text.trim())),
    Effect.catchIf(
      (error) => error.reason._tag === "NotFound",
      () =>
        Effect.tap(newSecretKey, (key) =>
          Effect.andThen(
            system.makeDirectory(folder, { recursive: true, mode: 0o700 }),
            // Not over a key that another process wrote in between.
            system.writeFileString(file, `${Redacted.value(key)}\n`, { mode: 0o600, flag: "wx" })
          )
        )
    )
  )
  return yield* Effect.mapError(
    kept,
    (error) => new DataFolderNotUsable({ message: `${file} cannot be used: ${fileProblem(error)}.` })
  )
})
