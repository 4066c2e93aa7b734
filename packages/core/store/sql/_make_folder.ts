import { mkdirSync } from "node:fs"
import { dirname } from "node:path"
import { Predicate, Result } from "effect"

const saysCode = (cause: unknown, code: string): boolean => Predicate.hasProperty(cause, "code") && cause.code === code

/**
 * Makes a folder for its owner only, and those above it that are missing. Step by step, because Node's own recursive way
 * never ends where the system denies that an existing folder is there, as below `/proc`.
 */
export const makeFolder = (folder: string): Result.Result<void, unknown> => {
  const make = () => Result.try({ try: () => mkdirSync(folder, { mode: 0o700 }), catch: (cause) => cause })
  const first = make()
  const parent = dirname(folder)
  const isMissing = Result.isFailure(first) && saysCode(first.failure, "ENOENT") && parent !== folder
  const made = isMissing ? Result.flatMap(makeFolder(parent), make) : first
  return Result.isFailure(made) && !saysCode(made.failure, "EEXIST")
    ? Result.fail(made.failure)
    : Result.succeed(undefined)
}
