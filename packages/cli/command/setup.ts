import { ConfigProvider, Console, Effect, FileSystem, Path, Redacted } from "effect"
import * as Command from "effect/cli/Command"
import { environmentFileName } from "../environment_file.ts"
import { EnvironmentFileNotWritable, EnvironmentFileUnreadable } from "../error/serve_errors.ts"
import { fileProblem } from "../file_problem.ts"
import { jsonOutput } from "../format/json_output.ts"
import { keptSecretKey, secretKeyFile } from "../serve/kept_secret_key.ts"
import { newSecretKey } from "../server_settings.ts"
import { homeFolder } from "../settings.ts"
import { tellNext } from "./_show_list.ts"
import { chosenFormat, documentFormat } from "./output_format.ts"

const textOf = (key: string): string =>
  [
    "# Read by every command of Flowglass in this folder; variables of the environment win.",
    "# .env.example of the Flowglass repository lists all variables.",
    "",
    "# Signs sessions and seals secrets: keep it secret, and keep it as long as the data.",
    `SECRET_KEY=${key}`,
    ""
  ].join("\n")

/** The key that a data folder has already, whose secrets no other key opens; else a new one. */
const secretKey = Effect.gen(function* () {
  const system = yield* FileSystem.FileSystem
  const folder = yield* homeFolder
  const isKept = yield* Effect.orElseSucceed(system.exists(yield* secretKeyFile(folder)), () => false)
  return isKept ? yield* keptSecretKey(folder) : yield* newSecretKey
})

/** Whether `.env` sets a key, for a file that is left as it is. */
const hasKey = Effect.fnUntraced(function* (file: string) {
  const text = yield* Effect.mapError(
    (yield* FileSystem.FileSystem).readFileString(file),
    (error) => new EnvironmentFileUnreadable({ message: `${file} cannot be read: ${fileProblem(error)}.` })
  )
  const found = ConfigProvider.fromDotEnvContents(text).load(["SECRET_KEY"])
  return (yield* Effect.orDie(found)) !== undefined
})

/** `flowglass setup`: writes `.env` with a fresh key, unless there is one. */
export const setupCommand = Command.make(
  "setup",
  documentFormat,
  Effect.fnUntraced(function* (flags) {
    const system = yield* FileSystem.FileSystem
    const file = (yield* Path.Path).resolve(environmentFileName)
    const text = textOf(Redacted.value(yield* secretKey))
    // Neither over a file that is there, nor through a link.
    const isNew = yield* system.writeFileString(file, text, { mode: 0o600, flag: "wx" }).pipe(
      Effect.as(true),
      Effect.catchIf(
        (error) => error.reason._tag === "AlreadyExists",
        () => Effect.succeed(false)
      ),
      Effect.mapError(
        (error) => new EnvironmentFileNotWritable({ message: `${file} cannot be written: ${fileProblem(error)}.` })
      )
    )
    const done = isNew
      ? "wrote .env with a SECRET_KEY, which only you can read"
      : ".env is there already and stays as it is"
    yield* Console.log(chosenFormat(flags) === "json" ? jsonOutput({ file, created: isNew }, 2) : done)
    if (!isNew && !(yield* hasKey(file))) yield* tellNext("It sets no SECRET_KEY, which DATABASE_URL needs.")
  })
).pipe(Command.withDescription("Write a .env with a secret key for the server"))
