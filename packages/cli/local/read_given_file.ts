import { close, constants, createReadStream, fstat, open, type Stats } from "node:fs"
import { Socket } from "node:net"
import type { Readable } from "node:stream"
import { isatty, ReadStream as TerminalStream } from "node:tty"
import { Effect } from "effect"
import { systemProblem } from "../file_problem.ts"
import { descriptorOf } from "./handed_over.ts"

/** Why a file was not read: half a sentence, and whether its size is the reason. */
export class FileNotRead {
  readonly reason: string
  readonly isTooLarge: boolean

  constructor(reason: string, isTooLarge = false) {
    this.reason = reason
    this.isTooLarge = isTooLarge
  }
}

/** What may be read. */
export interface ReadingBounds {
  /** Bytes; whatever is longer is refused. */
  readonly limit: number
  /** Also pipes with a name, which may wait for somebody to write into them; otherwise only those that a shell hands over. */
  readonly namedPipes?: boolean
}

/** Dify's limit for a workflow file, and ours for everything that stands beside it on a command line. */
export const argumentLimit = 10 * 1024 * 1024

const tooLarge = ({ limit }: ReadingBounds): FileNotRead => new FileNotRead(`it is larger than ${limit} bytes`, true)

const refused = (cause: unknown): FileNotRead => new FileNotRead(systemProblem(cause))

// Opening a pipe without the second flag would wait for somebody to write into it, and nothing could end that.
const flags = constants.O_RDONLY | constants.O_NONBLOCK

const opened = (path: string): Effect.Effect<number, FileNotRead> =>
  Effect.callback((resume) => {
    open(path, flags, (error, descriptor) =>
      resume(error === null ? Effect.succeed(descriptor) : Effect.fail(refused(error)))
    )
  })

const statusOf = (descriptor: number): Effect.Effect<Stats, FileNotRead> =>
  Effect.callback((resume) => {
    fstat(descriptor, (error, status) => resume(error === null ? Effect.succeed(status) : Effect.fail(refused(error))))
  })

const closed = (descriptor: number): Effect.Effect<void> =>
  Effect.callback((resume) => close(descriptor, () => resume(Effect.void)))

const streamOf = (path: string, descriptor: number, status: Stats, bounds: ReadingBounds): Readable | FileNotRead => {
  if (status.isDirectory()) return new FileNotRead("it is a folder")
  if (status.isFile()) {
    if (status.size > bounds.limit) return tooLarge(bounds)
    return createReadStream("", { fd: descriptor, highWaterMark: 1024 * 1024 })
  }
  const isGiven = descriptorOf(path) !== undefined || (status.isFIFO() && bounds.namedPipes === true)
  if (!isGiven) return new FileNotRead("it is no ordinary file")
  // Reading pipes and terminals as files would occupy a thread that nothing can end.
  if (status.isFIFO()) return new Socket({ fd: descriptor, readable: true, writable: false })
  if (isatty(descriptor)) return new TerminalStream(descriptor)
  return createReadStream("", { fd: descriptor })
}

/** All bytes of a stream. */
const collect = (stream: Readable, bounds: ReadingBounds): Effect.Effect<Buffer, FileNotRead> =>
  Effect.callback((resume) => {
    const parts: Array<Buffer> = []
    let size = 0
    stream.on("data", (part: Buffer) => {
      size += part.length
      if (size > bounds.limit) resume(Effect.fail(tooLarge(bounds)))
      else parts.push(part)
    })
    stream.on("end", () => resume(Effect.succeed(Buffer.concat(parts))))
    stream.on("error", (error) => resume(Effect.fail(refused(error))))
  })

/** It may be a socket, which cannot be opened by its path; and it can be read once, because it is at its end then. */
const standardInput = Effect.suspend(() => {
  const { stdin } = process
  if (stdin.destroyed || stdin.readableEnded) return Effect.fail(new FileNotRead("it was read already"))
  return Effect.succeed<Readable>(stdin)
})

/** The open file as a stream, which closes it when it is destroyed. */
const openStream = Effect.fnUntraced(function* (path: string, bounds: ReadingBounds) {
  if (descriptorOf(path) === 0) return yield* standardInput
  const descriptor = yield* opened(path)
  const status = yield* Effect.tapError(statusOf(descriptor), () => closed(descriptor))
  const stream = streamOf(path, descriptor, status, bounds)
  if (!(stream instanceof FileNotRead)) return stream
  yield* closed(descriptor)
  return yield* Effect.fail(stream)
})

/**
 * Reads a file that somebody named whole: an ordinary one, a pipe or device that a shell hands over, a named pipe
 * where that is allowed. At most `limit` bytes, and an interruption always ends it.
 */
export const readGivenFile = (path: string, bounds: ReadingBounds): Effect.Effect<Buffer, FileNotRead> =>
  Effect.acquireUseRelease(
    openStream(path, bounds),
    (stream) => collect(stream, bounds),
    (stream) => Effect.sync(() => stream.destroy())
  )
