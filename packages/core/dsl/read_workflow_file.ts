import { constants } from "node:fs"
import { open } from "node:fs/promises"
import { basename, extname } from "node:path"
import { Effect, Predicate, Result } from "effect"
import { DslFileTooLarge, DslFileUnreadable } from "../error/dsl_errors.ts"
import { decodeText } from "./decode_text.ts"
import { readWorkflow, type WorkflowReading } from "./read_workflow.ts"
import type { Reading } from "./reading.ts"

/** Dify's limit for a file, in bytes. */
export const maximumFileSize = 10 * 1024 * 1024

const reasons: ReadonlyMap<unknown, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["ENOTDIR", "there is no such file"],
  ["EACCES", "it may not be read"],
  ["EPERM", "it may not be read"],
  ["EISDIR", "it is a folder"],
  ["ENAMETOOLONG", "its name is too long"],
  ["ELOOP", "its links lead in a circle"],
  ["ERR_INVALID_ARG_VALUE", "its name is no file name"]
])

const unreadable = (path: string, reason: string) =>
  new DslFileUnreadable({ message: `${path} cannot be read: ${reason}` })

const reasonOf = (cause: unknown): string =>
  (Predicate.hasProperty(cause, "code") ? reasons.get(cause.code) : undefined) ??
  (cause instanceof Error ? cause.message : String(cause))

// Without it, opening a pipe would wait for somebody to write into it.
const flags = constants.O_RDONLY | constants.O_NONBLOCK

const attempt = <Value>(path: string, read: () => Promise<Value>) =>
  Effect.tryPromise({ try: read, catch: (cause) => unreadable(path, reasonOf(cause)) })

/** Reads at most one byte more than the limit: a file may grow while it is read, and a device may never end. */
const readBytes = Effect.fnUntraced(function* (path: string) {
  const file = yield* Effect.acquireRelease(
    attempt(path, () => open(path, flags)),
    (opened) => Effect.promise(() => opened.close())
  )
  const status = yield* attempt(path, () => file.stat())
  if (status.isDirectory()) return yield* unreadable(path, "it is a folder")
  if (!status.isFile()) return yield* unreadable(path, "it is no ordinary file")
  const size = Math.min(status.size, maximumFileSize + 1)
  const { buffer, bytesRead } = yield* attempt(path, () => file.read(new Uint8Array(size), 0, size, 0))
  if (bytesRead > maximumFileSize) {
    return yield* new DslFileTooLarge({ message: `${path} is larger than ${maximumFileSize} bytes` })
  }
  return buffer.subarray(0, bytesRead)
}, Effect.scoped)

/**
 * Reads a workflow file. Fails with `dsl_file_unreadable` or `dsl_file_too_large`; everything that is wrong inside the
 * file is among the problems of the reading. A file without a name of its own takes that of the file.
 */
export const readWorkflowFile = Effect.fn("readWorkflowFile")(function* (
  path: string,
  registry: Reading["registry"]
): Effect.fn.Return<WorkflowReading, DslFileUnreadable | DslFileTooLarge> {
  const bytes = yield* readBytes(path)
  const text = decodeText(bytes)
  if (Result.isFailure(text)) return yield* unreadable(path, text.failure)
  return readWorkflow(text.success, registry, { name: basename(path, extname(path)) })
})
