import { accessSync, constants, existsSync, statfsSync, statSync } from "node:fs"
import { join } from "node:path"
import { Result } from "effect"

/** What a database takes before there is anything in it, in bytes. */
const roomOfNew = 64 * 1024 * 1024

/** What it takes to write at all. */
const roomOfAny = 1024 * 1024

const mayUse = (path: string, mode: number): boolean => Result.isSuccess(Result.try(() => accessSync(path, mode)))

const roomIn = (folder: string): number =>
  Result.getOrElse(
    Result.map(
      Result.try(() => statfsSync(folder)),
      ({ bavail, bsize }) => bavail * bsize
    ),
    () => Number.POSITIVE_INFINITY
  )

/** What keeps a database from using its folder, as half a sentence; undefined for nothing that the system knows of. */
export const folderProblem = (folder: string): string | undefined => {
  const { R_OK, W_OK, X_OK } = constants
  // The first file that every database reads and writes.
  const control = join(folder, "global", "pg_control")
  if (!existsSync(folder)) return "it cannot be made"
  if (!statSync(folder).isDirectory()) return "it is no folder"
  if (!mayUse(folder, R_OK | W_OK | X_OK)) return "permission is denied"
  if (existsSync(control) && !mayUse(control, R_OK | W_OK)) return "permission is denied to the files in it"
  return roomIn(folder) < (existsSync(control) ? roomOfAny : roomOfNew) ? "no space is left on the device" : undefined
}
