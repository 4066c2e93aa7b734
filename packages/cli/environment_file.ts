import { ConfigProvider, Effect, FileSystem, type Layer, Path } from "effect"
import { EnvironmentFileUnreadable } from "./error/serve_errors.ts"
import { fileProblem } from "./file_problem.ts"

/** Its name; it is looked for in the current folder. */
export const environmentFileName = ".env"

const read = Effect.gen(function* () {
  const system = yield* FileSystem.FileSystem
  const file = (yield* Path.Path).resolve(environmentFileName)
  const text = system.readFileString(file).pipe(
    Effect.catchIf(
      (error) => error.reason._tag === "NotFound",
      () => Effect.succeed("")
    ),
    Effect.mapError(
      (error) => new EnvironmentFileUnreadable({ message: `${file} cannot be read: ${fileProblem(error)}.` })
    )
  )
  return ConfigProvider.fromDotEnvContents(yield* text)
})

/** Variables of `.env` in the current folder, for those that the environment does not set. */
export const environmentFile: Layer.Layer<never, EnvironmentFileUnreadable, FileSystem.FileSystem | Path.Path> =
  ConfigProvider.layerAdd(read)
