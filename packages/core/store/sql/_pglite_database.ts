import { Effect, type Scope } from "effect"
import { withHint } from "../../error/hint.ts"
import { StoredValueUnreadable, StoreUnavailable } from "../../error/store_errors.ts"
import { folderProblem } from "./_folder_problem.ts"
import { PgliteServer } from "./_pglite_server.ts"
import { PgliteStream } from "./_pglite_stream.ts"

/** Why a database does not open: it says nothing itself about permissions and room. */
const openError = (folder: string | undefined): StoredValueUnreadable | StoreUnavailable => {
  const problem = folder === undefined ? undefined : folderProblem(folder)
  const message = `The database in ${folder ?? "memory"} cannot be opened`
  if (problem === undefined) return new StoredValueUnreadable({ message: `${message}.` })
  const error = new StoreUnavailable({ message: `${message}: ${problem}.` })
  return withHint(error, "make room, or let this user read and write the folder and all that is in it")
}

/** Opens a database in this process and returns how to connect to it; without a folder it is in memory. */
export const openPglite = (
  folder: string | undefined
): Effect.Effect<() => PgliteStream, StoredValueUnreadable | StoreUnavailable, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(
      Effect.tryPromise({
        try: () => PgliteServer.start(folder),
        catch: () => openError(folder)
      }),
      (server) => Effect.promise(() => server.close())
    ),
    (server) => () => new PgliteStream(server)
  )
