import { Effect, type Scope } from "effect"
import { StoredValueUnreadable } from "../../error/store_errors.ts"
import { PgliteServer } from "./_pglite_server.ts"
import { PgliteStream } from "./_pglite_stream.ts"

/** Opens a database in this process and returns how to connect to it; without a folder it is in memory. */
export const openPglite = (
  folder: string | undefined
): Effect.Effect<() => PgliteStream, StoredValueUnreadable, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(
      Effect.tryPromise({
        try: () => PgliteServer.start(folder),
        catch: () => new StoredValueUnreadable({ message: `The database in ${folder ?? "memory"} cannot be opened.` })
      }),
      (server) => Effect.promise(() => server.close())
    ),
    (server) => () => new PgliteStream(server)
  )
