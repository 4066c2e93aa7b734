import { Effect, FileSystem, Path, type PlatformError } from "effect"

/**
 * Makes a folder, and those above it that are missing; `mode` are the permissions of each. Step by step, because Node's
 * own recursive way never ends where the system denies that an existing folder is there, as below `/proc`.
 */
export const makeFolder: (
  folder: string,
  mode: number
) => Effect.Effect<void, PlatformError.PlatformError, FileSystem.FileSystem | Path.Path> = Effect.fnUntraced(
  function* (folder, mode) {
    const system = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const make = system.makeDirectory(folder, { mode })
    const parent = path.dirname(folder)
    yield* make.pipe(
      Effect.catchIf(
        (error) => error.reason._tag === "NotFound" && parent !== folder,
        () => Effect.andThen(makeFolder(parent, mode), make)
      ),
      Effect.catchIf(
        (error) => error.reason._tag === "AlreadyExists",
        () => Effect.void
      )
    )
  }
)
