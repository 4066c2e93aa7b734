import { constants, open } from "node:fs"
import { Socket } from "node:net"
import type { Writable } from "node:stream"
import { Effect, FileSystem, Option, Path, type PlatformError } from "effect"
import { fileProblem, systemProblem } from "../file_problem.ts"
import { descriptorOf } from "./handed_over.ts"
import { writeWhole } from "./write_whole.ts"

/** Where a path leads. */
export interface GivenFile {
  /** The path behind all links. */
  readonly path: string
  /** `ordinary` also when there is nothing yet. */
  readonly kind: "ordinary" | "folder" | "pipe" | "device"
  /** The permissions of an ordinary file that is there. */
  readonly mode?: number
}

/** How many links may follow each other when the last one leads to nothing. */
const longestChain = 40

const behindLinks = Effect.fnUntraced(function* (file: string) {
  const system = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  let place = path.resolve(file)
  for (let links = 0; links < longestChain; links++) {
    const real = yield* Effect.option(system.realPath(place))
    if (Option.isSome(real)) return real.value
    const link = yield* Effect.option(system.readLink(place))
    if (Option.isNone(link)) return place
    place = path.resolve(path.dirname(place), link.value)
  }
  return place
})

/**
 * Where a path that somebody named for writing leads: behind its links, to a file, a folder, a pipe or a device; `-` to
 * standard output.
 */
export const findGivenFile = Effect.fnUntraced(function* (
  file: string
): Effect.fn.Return<GivenFile, never, FileSystem.FileSystem | Path.Path> {
  if (file === "-") return { path: "/dev/stdout", kind: "device" }
  // Its real path is the file that a shell has open already.
  if (descriptorOf(file) !== undefined) return { path: file, kind: "device" }
  const system = yield* FileSystem.FileSystem
  const path = yield* behindLinks(file)
  const status = yield* Effect.option(system.stat(path))
  if (Option.isNone(status)) return { path, kind: "ordinary" }
  if (status.value.type === "File") return { path, kind: "ordinary", mode: status.value.mode & 0o777 }
  if (status.value.type === "Directory") return { path, kind: "folder" }
  return { path, kind: status.value.type === "FIFO" ? "pipe" : "device" }
})

const writeAll = (stream: Writable, text: string): Effect.Effect<void, string> =>
  Effect.callback((resume) => {
    stream.write(text, (error) =>
      resume(error === null || error === undefined ? Effect.void : Effect.fail(systemProblem(error)))
    )
  })

// Opening a pipe without the second flag would wait for somebody to read it, and nothing could end that.
const flags = constants.O_WRONLY | constants.O_NONBLOCK

const openPipe = (path: string): Effect.Effect<Socket, string> =>
  Effect.callback((resume) => {
    open(path, flags, (error, fd) =>
      resume(
        error === null
          ? Effect.succeed(new Socket({ fd, readable: false, writable: true }).on("error", () => undefined))
          : Effect.fail(systemProblem(error))
      )
    )
  })

const writePipe = (path: string, text: string): Effect.Effect<void, string> =>
  Effect.acquireUseRelease(
    openPipe(path),
    (pipe) => writeAll(pipe, text),
    (pipe) => Effect.sync(() => pipe.end())
  )

const standardStream = (path: string): Writable | undefined => {
  const descriptor = descriptorOf(path)
  return descriptor === 1 ? process.stdout : descriptor === 2 ? process.stderr : undefined
}

/**
 * Writes a file that somebody named: an ordinary one is replaced whole, at the end of its links; a pipe or a device,
 * such as `/dev/null`, is written into. `mode` are the permissions of an ordinary one, those of the file it replaces unless given. Fails
 * with the reason.
 */
export const writeGivenFile = Effect.fnUntraced(function* (
  file: string,
  text: string,
  mode?: number
): Effect.fn.Return<void, string, FileSystem.FileSystem | Path.Path> {
  const inWords = (error: PlatformError.PlatformError): string => fileProblem(error)
  const { path, kind, mode: before } = yield* findGivenFile(file)
  const stream = standardStream(path)
  if (stream !== undefined) return yield* writeAll(stream, text)
  if (kind === "ordinary") return yield* Effect.mapError(writeWhole(path, text, mode ?? before), inWords)
  const system = yield* FileSystem.FileSystem
  const status = yield* Effect.mapError(system.stat(path), inWords)
  if (status.type === "FIFO") return yield* writePipe(path, text)
  // Behind what stands there already: a shell may have opened a file for its own output.
  yield* Effect.mapError(system.writeFileString(path, text, { flag: "a" }), inWords)
})
