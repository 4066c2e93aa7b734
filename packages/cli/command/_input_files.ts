import { basename } from "node:path"
import { InputFileInvalid } from "@flowglass/core"
import { withHint } from "@flowglass/core/error"
import { Effect } from "effect"
import { readGivenFile } from "../local/read_given_file.ts"

/** Dify's upload limit, in bytes. */
const limit = 15 * 1024 * 1024

/** The files of `--files`: paths of this machine, or addresses. */
export const loadFiles = (files: ReadonlyArray<string>): Effect.Effect<ReadonlyArray<unknown>, InputFileInvalid> =>
  Effect.forEach(files, (file) => (/^https?:\/\//i.test(file) ? Effect.succeed(remote(file)) : load(file)))

const remote = (url: string): unknown => ({ transfer_method: "remote_url", url })

const load = Effect.fnUntraced(function* (path: string): Effect.fn.Return<unknown, InputFileInvalid> {
  const bytes = yield* Effect.mapError(readGivenFile(path, { limit }), ({ reason }) =>
    withHint(
      new InputFileInvalid({ message: `The file ${path} cannot be read: ${reason}.` }),
      "--files takes the path of a file on this machine, or an http or https address"
    )
  )
  return { transfer_method: "local_file", filename: basename(path), bytes }
})
