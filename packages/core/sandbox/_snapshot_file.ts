import { createHash } from "node:crypto"
import { close, constants, fstat, open, read, type Stats } from "node:fs"
import { writeFile } from "node:fs/promises"
import { promisify } from "node:util"
import { Effect, Schema } from "effect"

/** Where a file has what, in bytes: a head, then the parts of the memory that are not zero. */
const SnapshotLayout = Schema.Struct({
  headBytes: Schema.Finite,
  /** The whole size of the memory. */
  bytes: Schema.Finite,
  /** Where in the memory a part begins, and its length. */
  segments: Schema.Array(Schema.Tuple([Schema.Finite, Schema.Finite]))
})

/** Where a file has what, in bytes, and where that begins. */
export interface SnapshotLayout extends Schema.Schema.Type<typeof SnapshotLayout> {
  readonly position: number
}

/** A file that was opened and found whole. */
export interface SnapshotFile {
  readonly file: number
  readonly layout: SnapshotLayout
}

/** 16 bytes of name, 32 of digest, the length of the layout, the layout as JSON; the digest covers what follows it. */
const name = Buffer.from("flowglass python")
const digestEnd = 48
const layoutAt = 52
const LayoutText = Schema.fromJsonString(SnapshotLayout)
const mostLayoutBytes = 64 * 1024
const chunkBytes = 1024 * 1024
const mostBytes = 512 * 1024 * 1024

const files = { open: promisify(open), stat: promisify(fstat), read: promisify(read), close: promisify(close) }

const attempt = <Value>(run: () => Promise<Value>) => Effect.tryPromise({ try: run, catch: String })

/** Whether nobody but this user and the system's own can change a file or folder. */
export const isTrusted = ({ uid, mode }: Stats): boolean => {
  const own = process.getuid?.()
  return own === undefined || ((uid === own || uid === 0) && (mode & 0o022) === 0)
}

const blockBytes = 64 * 1024
const zeros = Buffer.alloc(blockBytes)

/** The parts of a memory that are not zero, in blocks. */
const segmentsOf = (memory: Buffer): ReadonlyArray<readonly [at: number, length: number]> => {
  const segments: Array<[at: number, length: number]> = []
  for (let at = 0; at < memory.length; at += blockBytes) {
    const block = memory.subarray(at, at + blockBytes)
    if (block.equals(zeros.subarray(0, block.length))) continue
    const last = segments.at(-1)
    if (last !== undefined && last[0] + last[1] === at) last[1] += block.length
    else segments.push([at, block.length])
  }
  return segments
}

/** Writes what an interpreter recorded (its second number is where the memory starts) to a new file. */
export const writeSnapshotFile = (path: string, recorded: Buffer): Effect.Effect<void, string> => {
  const headBytes = recorded.readUInt32LE(4)
  const memory = recorded.subarray(headBytes)
  const segments = segmentsOf(memory)
  const layout = Buffer.from(JSON.stringify({ headBytes, bytes: memory.length, segments }))
  const length = Buffer.alloc(layoutAt - digestEnd)
  length.writeUInt32LE(layout.length)
  const parts = segments.map(([at, size]) => memory.subarray(at, at + size))
  const body = [length, layout, recorded.subarray(0, headBytes), ...parts]
  const digest = createHash("sha256")
  for (const part of body) digest.update(part)
  return attempt(() => writeFile(path, Buffer.concat([name, digest.digest(), ...body]), { flag: "wx", mode: 0o600 }))
}

const readLayout = Effect.fnUntraced(function* (file: number) {
  const status = yield* attempt(() => files.stat(file))
  if (!status.isFile() || !isTrusted(status) || status.size < layoutAt || status.size > mostBytes) return undefined
  const buffer = Buffer.allocUnsafe(chunkBytes)
  const digest = createHash("sha256")
  let start = Buffer.alloc(0)
  let done = 0
  for (let last = -1; last !== 0; done += last) {
    const { bytesRead } = yield* attempt(() => files.read(file, buffer, 0, chunkBytes, done))
    last = bytesRead
    if (done === 0) start = Buffer.from(buffer.subarray(0, Math.min(bytesRead, layoutAt + mostLayoutBytes)))
    digest.update(buffer.subarray(done === 0 ? Math.min(digestEnd, bytesRead) : 0, bytesRead))
  }
  const isWhole =
    start.subarray(0, name.length).equals(name) && start.subarray(name.length, digestEnd).equals(digest.digest())
  if (!isWhole) return undefined
  const position = layoutAt + start.readUInt32LE(digestEnd)
  return { ...(yield* Schema.decodeEffect(LayoutText)(start.toString("utf8", layoutAt, position))), position }
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
