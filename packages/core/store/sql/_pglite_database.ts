import { PGlite } from "@electric-sql/pglite"
import { Effect, type Scope } from "effect"
import { StoredValueUnreadable } from "../../error/store_errors.ts"
import { PgliteStream } from "./_pglite_stream.ts"

/** Opens a database in this process and returns how to connect to it; without a folder it is in memory. */
export const openPglite = (
  folder: string | undefined
): Effect.Effect<() => PgliteStream, StoredValueUnreadable, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(
      Effect.tryPromise({
        try: () => (folder === undefined ? PGlite.create() : PGlite.create({ dataDir: folder })),
        catch: () => new StoredValueUnreadable({ message: `The database in ${folder ?? "memory"} cannot be opened.` })
      }),
      (database) => Effect.promise(() => database.close())
    ),
    (database) => () => new PgliteStream(database)
  )
