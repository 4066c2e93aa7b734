import { ConfigProvider, Effect, FileSystem, Layer, Path, Predicate } from "effect"
import { EnvironmentFileUnreadable } from "./error/serve_errors.ts"
import { SettingInvalid } from "./error/usage_errors.ts"
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

/** What is wrong with the file, or with what it says: the cause of a failed look. */
export type EnvironmentFileError = EnvironmentFileUnreadable | SettingInvalid

const failed = (cause: EnvironmentFileError) => new ConfigProvider.SourceError({ message: cause.message, cause })

/** What is wrong with `.env`, where that is why a variable was not found. */
export const environmentFileError = (error: unknown): EnvironmentFileError | undefined => {
  const source = Predicate.hasProperty(error, "cause") ? error.cause : undefined
  const cause = Predicate.hasProperty(source, "cause") ? source.cause : undefined
  return cause instanceof EnvironmentFileUnreadable || cause instanceof SettingInvalid ? cause : undefined
}

/** The variable with the key that is sent to an address: `OPENAI_API_KEY` for `OPENAI_BASE_URL`. */
const keyOf = (name: unknown): string | undefined =>
  typeof name === "string" && name.endsWith("_BASE_URL") ? name.replace(/BASE_URL$/, "API_KEY") : undefined

/**
 * Variables of `.env` in the current folder, for those that the environment does not set. The file is read when the
 * first of them is looked for. A key of the environment goes to no address of the file: whoever wrote a file that lies
 * in some folder would get it.
 */
export const environmentFile: Layer.Layer<never, never, FileSystem.FileSystem | Path.Path> = Layer.effect(
  ConfigProvider.ConfigProvider,
  Effect.gen(function* () {
    const environment = yield* ConfigProvider.ConfigProvider
    const context = yield* Effect.context<FileSystem.FileSystem | Path.Path>()
    const file = yield* Effect.cached(Effect.mapError(Effect.provideContext(read, context), failed))
    const fromFile = ConfigProvider.make(
      Effect.fnUntraced(function* (path) {
        const found = yield* (yield* file).load(path)
        const key = keyOf(path[0])
        if (found === undefined || key === undefined || (yield* environment.load([key])) === undefined) return found
        const message = `${path[0]} of ${environmentFileName} would get the ${key} of the environment: set both in one place.`
        return yield* failed(new SettingInvalid({ message }))
      })
    )
    return ConfigProvider.orElse(environment, fromFile)
  })
)
