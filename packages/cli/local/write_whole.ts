import { Effect, FileSystem, Path, type PlatformError } from "effect"

/**
 * Writes a file so that readers see the old content or the new one, never a half: into a file beside it, then renamed.
 * Only the owner may read it, because runs hold what people typed.
 */
export const writeWhole = Effect.fnUntraced(function* (
  file: string,
  text: string
): Effect.fn.Return<void, PlatformError.PlatformError, FileSystem.FileSystem | Path.Path> {
  const system = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.tmp`)
  yield* system.writeFileString(temporary, text, { mode: 0o600 })
  yield* Effect.onError(system.rename(temporary, file), () => Effect.ignore(system.remove(temporary)))
})
