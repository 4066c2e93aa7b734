import { renameSync, writeFileSync } from "node:fs"
import { Effect } from "effect"

/** Replaces a file in one step: whoever reads it finds the old text or the new one. Only the owner may read it. */
export const writeWhole = <E>(file: string, text: string, onFailure: (cause: unknown) => E): Effect.Effect<void, E> =>
  Effect.try({
    try: () => {
      writeFileSync(`${file}.new`, text, { mode: 0o600 })
      renameSync(`${file}.new`, file)
    },
    catch: onFailure
  })
