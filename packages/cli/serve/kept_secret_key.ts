import { randomUUID } from "node:crypto"
import { Effect, FileSystem, Path, type PlatformError, Redacted } from "effect"
import { DataFolderNotUsable } from "../error/serve_errors.ts"
import { fileProblem } from "../file_problem.ts"
import { makeFolder } from "../local/make_folder.ts"
import { newSecretKey, shortestKey } from "../server_settings.ts"

/** The file with the key of an installation that was given none. */
export const secretKeyFile = (folder: string): Effect.Effect<string, never, Path.Path> =>
  Effect.map(Path.Path, (path) => path.join(folder, "secret_key"))

const isNotThere = (error: PlatformError.PlatformError): boolean => error.reason._tag === "NotFound"
const isThere = (error: PlatformError.PlatformError): boolean => error.reason._tag === "AlreadyExists"

/** Makes the file with a new key. It has its name once it is whole, and is not put over one that was quicker. */
const makeKey = Effect.fnUntraced(function* (folder: string, file: string) {
  const system = yield* FileSystem.FileSystem
  const isOld = yield* Effect.orElseSucceed(system.exists((yield* Path.Path).join(folder, "database")), () => false)
  if (isOld) yield* Effect.logWarning(`${file} is made anew: secrets and sessions of another key are lost`)
  const made = `${file}.${randomUUID()}.new`
  const text = `${Redacted.value(yield* newSecretKey)}\n`
  yield* makeFolder(folder, 0o700)
  yield* system.writeFileString(made, text, { mode: 0o600, flag: "wx" })
  // Some file systems know no second names.
  const named = Effect.catchIf(
    system.link(made, file),
    (error) => !isThere(error),
    () => system.writeFileString(file, text, { mode: 0o600, flag: "wx" })
  )
  yield* named.pipe(
    Effect.catchIf(isThere, () => Effect.void),
    Effect.andThen(system.remove(made))
  )
})

/**
 * The key of an installation that was given none: made once and kept beside the data, for nobody else to read. Without
 * it sessions would end and secrets be lost with every start.
 */
export const keptSecretKey = Effect.fnUntraced(function* (
  folder: string
): Effect.fn.Return<Redacted.Redacted, DataFolderNotUsable, FileSystem.FileSystem | Path.Path> {
  const system = yield* FileSystem.FileSystem
  const file = yield* secretKeyFile(folder)
  const read = system.readFileString(file)
  const kept = Effect.catchIf(read, isNotThere, () => Effect.andThen(makeKey(folder, file), read))
  const unusable = (problem: string) => new DataFolderNotUsable({ message: `${file} cannot be used: ${problem}.` })
  const key = (yield* Effect.mapError(kept, (error) => unusable(fileProblem(error)))).trim()
  if (key.length >= shortestKey) return Redacted.make(key)
  // What was cut off must not sign: anybody could guess it.
  return yield* unusable(`it has fewer than ${shortestKey} characters, so it is damaged`)
})
