import { Clock, Effect, FileSystem, Path, type PlatformError } from "effect"

/**
 * Writes a file so that readers see the old content or the new one, never a half: into a file beside it, then renamed.
 * `mode` are the permissions of the file; unless given, those of any new file.
 */
export const writeWhole = Effect.fnUntraced(function* (
  file: string,
  text: string,
  mode?: number
): Effect.fn.Return<void, PlatformError.PlatformError, FileSystem.FileSystem | Path.Path> {
  const system = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const now = yield* Clock.currentTimeMillis
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.${now}.tmp`)
  // Not into a file that is there already: somebody else's link could lead anywhere.
  const write = system.writeFileString(temporary, text, { mode: mode ?? 0o666, flag: "wx" })
  // The user's mask has taken some away from a new file.
  const permit = mode === undefined ? Effect.void : system.chmod(temporary, mode)
  const replace = write.pipe(Effect.andThen(permit), Effect.andThen(system.rename(temporary, file)))
  // Why it was not written is told; why a file beside it could not be removed either would be the same.
  yield* Effect.onError(replace, () => Effect.ignore(system.remove(temporary)))
})
