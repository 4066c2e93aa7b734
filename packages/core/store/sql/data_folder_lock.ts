import { randomUUID } from "node:crypto"
import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs"
import { hostname } from "node:os"
import { join, resolve } from "node:path"
import { Clock, Effect, Option, Predicate, Result, Schema, type Scope } from "effect"
import { withHint } from "../../error/hint.ts"
import { DataFolderLocked, StoreUnavailable } from "../../error/store_errors.ts"
import { makeFolder } from "./_make_folder.ts"
import { writeWhole } from "./_write_whole.ts"

/** Who has a data folder open. */
export const DataFolderHolder = Schema.Struct({
  pid: Schema.Int,
  host: Schema.String,
  /** When the process began, as the system counts it: tells it from a later one with the same id. */
  began: Schema.NullOr(Schema.String),
  /** Where it answers, once it does: `http://127.0.0.1:5001`. */
  address: Schema.NullOr(Schema.String),
  /** Where it does what commands ask for, once it does; on loopback, whatever the address above is. */
  commands: Schema.NullOr(Schema.String),
  /** Known only to those who may read the folder: it proves to the holder that one may. */
  token: Schema.String
})
export type DataFolderHolder = typeof DataFolderHolder.Type

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(DataFolderHolder))

/** How often a holder shows that it lives, and after how long it is taken for dead on another host, in milliseconds. */
const beat = 5000
const silence = 4 * beat

const lockFile = (folder: string): string => join(resolve(folder), "flowglass.lock")

/** The locks that this process holds, by file. */
const held = new Map<string, DataFolderHolder>()

/** The 22nd column of `/proc/PID/stat`; other systems do not tell it. */
const beganAt = (pid: number): string | null =>
  Result.getOrElse(
    Result.try(() => readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").at(-1)?.split(" ")[19] ?? null),
    () => null
  )

const isAlive = (pid: number): boolean =>
  Result.match(
    Result.try({ try: () => process.kill(pid, 0), catch: (cause) => cause }),
    // A process of somebody else cannot be signalled, but it lives.
    { onSuccess: () => true, onFailure: (cause) => Predicate.hasProperty(cause, "code") && cause.code === "EPERM" }
  )

const isHolding = (holder: DataFolderHolder, file: string, now: number): boolean => {
  if (held.get(file)?.token === holder.token) return true
  if (holder.host !== hostname()) {
    return Result.getOrElse(
      Result.try(() => now - statSync(file).mtimeMs < silence),
      () => false
    )
  }
  if (holder.pid === process.pid || !isAlive(holder.pid)) return false
  const began = beganAt(holder.pid)
  return began === null || holder.began === null || began === holder.began
}

const readLock = (file: string): DataFolderHolder | undefined =>
  Option.getOrUndefined(
    Result.getOrElse(
      Result.try(() => decode(readFileSync(file, "utf8"))),
      () => Option.none<DataFolderHolder>()
    )
  )

/** The process that has a data folder open; undefined when there is none, also when one left its lock behind. */
export const dataFolderHolder = (folder: string): Effect.Effect<DataFolderHolder | undefined> =>
  Effect.map(Clock.currentTimeMillis, (now) => {
    const file = lockFile(folder)
    const holder = readLock(file)
    return holder !== undefined && isHolding(holder, file, now) ? holder : undefined
  })

const unusable = (folder: string) => (cause: unknown) => {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const error = new StoreUnavailable({ message: `The data folder ${folder} cannot be used: ${reason}.` })
  return withHint(error, "let this user write the folder, and see that there is room on its device")
}

const locked = (folder: string, { pid, host, address }: DataFolderHolder): DataFolderLocked => {
  const where = host === hostname() ? "" : ` on ${host}`
  const at = address === null ? "" : `, which answers at ${address}`
  return new DataFolderLocked({ message: `The data folder ${folder} is in use by process ${pid}${where}${at}.` })
}

/** Makes the lock, unless there is one; fails where none can be made. */
const create = (folder: string, holder: DataFolderHolder): Effect.Effect<boolean, StoreUnavailable> => {
  const written = Result.try({
    try: () => writeFileSync(lockFile(folder), JSON.stringify(holder), { flag: "wx", mode: 0o600 }),
    catch: (cause) => cause
  })
  if (Result.isSuccess(written)) return Effect.succeed(true)
  const cause = written.failure
  if (Predicate.hasProperty(cause, "code") && cause.code === "EEXIST") return Effect.succeed(false)
  return Effect.fail(unusable(folder)(cause))
}

/**
 * Locks a data folder, which is made when it is not there, until the scope closes. A lock whose process is gone is taken
 * over. Fails with `data_folder_locked`, naming the holder, and with `store_unavailable` when the folder cannot be used.
 */
export const lockDataFolder = Effect.fn("lockDataFolder")(function* (
  folder: string
): Effect.fn.Return<DataFolderHolder, DataFolderLocked | StoreUnavailable, Scope.Scope> {
  const file = lockFile(folder)
  yield* Effect.mapError(Effect.fromResult(makeFolder(resolve(folder))), unusable(folder))
  const mine: DataFolderHolder = {
    pid: process.pid,
    host: hostname(),
    began: beganAt(process.pid),
    address: null,
    commands: null,
    token: randomUUID()
  }
  const take = Effect.gen(function* () {
    if (yield* create(folder, mine)) return
    // Whoever just made the file may still be writing into it.
    if (readLock(file) === undefined) yield* Effect.sleep(200)
    const before = yield* dataFolderHolder(folder)
    if (before !== undefined) return yield* locked(folder, before)
    yield* Effect.try({ try: () => rmSync(file, { force: true }), catch: unusable(folder) })
    const isMine = yield* create(folder, mine)
    // Somebody else may have found the same lock left behind: whoever stands in the file in the end has it.
    yield* Effect.sleep(100)
    const now = readLock(file)
    if (isMine && now?.token === mine.token) return
    if (now !== undefined) return yield* locked(folder, now)
    return yield* unusable(folder)("its lock cannot be written")
  })
  const release = Effect.sync(() => {
    held.delete(file)
    if (readLock(file)?.token === mine.token) rmSync(file, { force: true })
  })
  yield* Effect.acquireRelease(
    Effect.andThen(
      take,
      Effect.sync(() => held.set(file, mine))
    ),
    () => release
  )
  const touch = Effect.map(Clock.currentTimeMillis, (now) => Result.try(() => utimesSync(file, now / 1000, now / 1000)))
  yield* Effect.forkScoped(Effect.forever(Effect.andThen(Effect.sleep(beat), touch)))
  return mine
})

/** The token of the lock that this process holds: whoever brings it can read the folder. */
export const dataFolderToken = (folder: string): Effect.Effect<string | undefined> =>
  Effect.sync(() => held.get(lockFile(folder))?.token)

/** Writes into the lock of this process where it answers, so that others can ask it. */
export const announceAddress = (
  folder: string,
  where: Pick<DataFolderHolder, "address" | "commands">
): Effect.Effect<void, StoreUnavailable> =>
  Effect.suspend(() => {
    const file = lockFile(folder)
    const holder = held.get(file)
    if (holder === undefined) return Effect.void
    const announced = { ...holder, ...where }
    held.set(file, announced)
    return writeWhole(file, JSON.stringify(announced), unusable(folder))
  })
