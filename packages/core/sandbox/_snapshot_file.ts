import { createHash } from "node:crypto"
import { close, constants, fstat, open, read, type Stats } from "node:fs"
import { writeFile } from "node:fs/promises"
import { promisify } from "node:util"
import { Effect } from "effect"

/** Where a file has what: a head, then memory from its start up to its last byte that is not zero. Sizes are bytes. */
export interface SnapshotLayout {
  readonly position: number
  readonly headBytes: number
  readonly memoryBytes: number
  /** The whole size of the memory. */
  readonly bytes: number
}

/** A file that was opened and found whole. */
export interface SnapshotFile {
  readonly file: number
  readonly layout: SnapshotLayout
}

/** 16 bytes of name, 32 of digest, then three sizes; the digest covers everything after itself. */
const name = Buffer.from("flowglass python")
const sizesAt = 48
const position = 64
const chunkBytes = 1024 * 1024
const mostBytes = 512 * 1024 * 1024

const files = { open: promisify(open), stat: promisify(fstat), read: promisify(read), close: promisify(close) }

const attempt = <Value>(run: () => Promise<Value>) => Effect.tryPromise({ try: run, catch: (cause) => cause })

/** Whether nobody but this user and the system's own can change a file or folder. */
export const isTrusted = ({ uid, mode }: Stats): boolean => {
  const own = process.getuid?.()
  return own === undefined || ((uid === own || uid === 0) && (mode & 0o022) === 0)
}

const lastByte = (memory: Buffer): number => {
  let end = memory.length
  while (end > 0 && memory[end - 1] === 0) end--
  return end
}

/** Writes what an interpreter recorded (its second number is where the memory starts) to a new file. */
export const writeSnapshotFile = (path: string, recorded: Buffer): Effect.Effect<void, unknown> => {
  const headBytes = recorded.readUInt32LE(4)
  const memory = recorded.subarray(headBytes)
  const memoryBytes = lastByte(memory)
  const body = recorded.subarray(0, headBytes + memoryBytes)
  const prefix = Buffer.alloc(position)
  name.copy(prefix)
  for (const [index, size] of [headBytes, memoryBytes, memory.length].entries()) {
    prefix.writeUInt32LE(size, sizesAt + 4 * index)
  }
  createHash("sha256").update(prefix.subarray(sizesAt)).update(body).digest().copy(prefix, name.length)
  return attempt(() => writeFile(path, Buffer.concat([prefix, body]), { flag: "wx", mode: 0o600 }))
}

const readLayout = Effect.fnUntraced(function* (file: number) {
  const status = yield* attempt(() => files.stat(file))
  if (!status.isFile() || !isTrusted(status) || status.size < position || status.size > mostBytes) return undefined
  const buffer = Buffer.allocUnsafe(chunkBytes)
  const digest = createHash("sha256")
  const prefix = Buffer.alloc(position)
  let done = 0
  for (let last = -1; last !== 0; done += last) {
    const { bytesRead } = yield* attempt(() => files.read(file, buffer, 0, chunkBytes, done))
    last = bytesRead
    if (done === 0) buffer.copy(prefix, 0, 0, bytesRead)
    digest.update(buffer.subarray(done === 0 ? Math.min(sizesAt, bytesRead) : 0, bytesRead))
  }
  const [headBytes, memoryBytes, bytes] = [0, 4, 8].map((at) => prefix.readUInt32LE(sizesAt + at))
  if (headBytes === undefined || memoryBytes === undefined || bytes === undefined) return undefined
  const isWhole =
    prefix.subarray(0, name.length).equals(name) &&
    prefix.subarray(name.length, sizesAt).equals(digest.digest()) &&
    done === position + headBytes + memoryBytes
  return isWhole ? { position, headBytes, memoryBytes, bytes } : undefined
})

// A link is not followed, and opening a pipe does not wait for somebody to write into it.
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** Opens a snapshot; undefined when it is not there, not whole, or somebody else could have written it. */
export const openSnapshotFile = (path: string): Effect.Effect<SnapshotFile | undefined> =>
  Effect.gen(function* () {
    const file = yield* attempt(() => files.open(path, flags))
    const layout = yield* Effect.orElseSucceed(readLayout(file), () => undefined)
    if (layout !== undefined) return { file, layout }
    yield* closeSnapshotFile(file)
    return undefined
  }).pipe(
    // What cannot be opened is not there.
    Effect.orElseSucceed(() => undefined)
  )

/** Closes an opened snapshot. */
export const closeSnapshotFile = (file: number): Effect.Effect<void> => Effect.ignore(attempt(() => files.close(file)))
