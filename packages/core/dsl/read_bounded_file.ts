import { constants } from "node:fs"
import { open } from "node:fs/promises"
import { Effect, Predicate } from "effect"

/** Why a file was not read: half a sentence, and whether its size is the reason. */
export class FileRefusal {
  readonly reason: string
  readonly tooLarge: boolean

  constructor(reason: string, tooLarge = false) {
    this.reason = reason
    this.tooLarge = tooLarge
  }
}

const reasons: ReadonlyMap<unknown, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["ENOTDIR", "there is no such file"],
  ["EACCES", "it may not be read"],
  ["EPERM", "it may not be read"],
  ["EISDIR", "it is a folder"],
  ["ENAMETOOLONG", "its name is too long"],
  ["ELOOP", "its links lead in a circle"],
  ["ENXIO", "it is no ordinary file"],
  ["ERR_INVALID_ARG_VALUE", "its name is no file name"]
])

const reasonOf = (cause: unknown): string =>
  (Predicate.hasProperty(cause, "code") ? reasons.get(cause.code) : undefined) ??
  (cause instanceof Error ? cause.message : String(cause))

// Without the second flag, opening a pipe would wait for somebody to write into it.
const flags = constants.O_RDONLY | constants.O_NONBLOCK

const attempt = <Value>(read: () => Promise<Value>) =>
  Effect.tryPromise({ try: read, catch: (cause) => new FileRefusal(reasonOf(cause)) })

/** Reads an ordinary file of at most `limit` bytes, also when it grows meanwhile. Pipes and devices are refused. */
export const readBoundedFile = Effect.fnUntraced(function* (path: string, limit: number) {
  const file = yield* Effect.acquireRelease(
    attempt(() => open(path, flags)),
    (opened) => Effect.promise(() => opened.close())
  )
  const status = yield* attempt(() => file.stat())
  if (!status.isFile()) {
    return yield* Effect.fail(new FileRefusal(status.isDirectory() ? "it is a folder" : "it is no ordinary file"))
  }
  const size = Math.min(status.size, limit + 1)
  const { buffer, bytesRead } = yield* attempt(() => file.read(new Uint8Array(size), 0, size, 0))
  if (bytesRead > limit) return yield* Effect.fail(new FileRefusal(`it is larger than ${limit} bytes`, true))
  return buffer.subarray(0, bytesRead)
}, Effect.scoped)
