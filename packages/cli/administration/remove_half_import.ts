import { Effect } from "effect"
import type { Named } from "./find_named.ts"

/** Removes an app that was not imported whole, or says that it stays. */
export const removeHalfImport = <E>({ id, name }: Named, removal: Effect.Effect<unknown, E>): Effect.Effect<void> =>
  Effect.asVoid(
    Effect.catch(removal, (error) =>
      Effect.logWarning(`The app ${JSON.stringify(name)} (${id}) stays behind without its workflow`, error)
    )
  )
