import { basename } from "node:path"
import { InputFileInvalid } from "@flowglass/core"
import { Effect, FileSystem } from "effect"
import { fileProblem } from "../file_problem.ts"

/** The files of `--files`: paths of this machine, or addresses. */
export const loadFiles = (
  files: ReadonlyArray<string>
): Effect.Effect<ReadonlyArray<unknown>, InputFileInvalid, FileSystem.FileSystem> =>
  Effect.forEach(files, (file) => (/^https?:\/\//i.test(file) ? Effect.succeed(remote(file)) : load(file)))

const remote = (url: string): unknown => ({ transfer_method: "remote_url", url })

const load = Effect.fnUntraced(function* (
  path: string
): Effect.fn.Return<unknown, InputFileInvalid, FileSystem.FileSystem> {
  const system = yield* FileSystem.FileSystem
  const bytes = yield* Effect.mapError(
    system.readFile(path),
    (error) => new InputFileInvalid({ message: `The file ${path} cannot be read: ${fileProblem(error)}.` })
  )
  return { transfer_method: "local_file", filename: basename(path), bytes }
})
