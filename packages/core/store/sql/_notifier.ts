import { Effect, Queue, Scope } from "effect"
import type { SqlError } from "effect/sql/SqlError"
import { type Database, isPassing } from "./_database.ts"

/** What processes on one database tell each other: there are runs to go on with or to stop, or facts to read. */
export type Topic = "runs" | "facts"

const channel = "flowglass"

/** How long a connection that broke is left alone, and one that is refused, in milliseconds. */
const rest = 200
const longRest = 1000

/** How long a database is given to begin telling. */
const patience = "1 minute"

/** Tells others; a statement that also writes can do the same with `pg_notify`. */
export const notify = (database: Database, topic: Topic) => database.query("SELECT pg_notify($1, $2)", [channel, topic])

/**
 * Listens to what other processes tell, as long as the scope is open. What was told while the connection was broken is
 * lost, so everybody looks for everything after that. `connect` makes a connection that nobody else uses.
 */
export const listen = Effect.fnUntraced(function* (
  connect: Effect.Effect<Database, SqlError, Scope.Scope>,
  onTopic: (topic: Topic) => void
): Effect.fn.Return<void, never, Scope.Scope> {
  const hear = Effect.scoped(
    Effect.gen(function* () {
      // Closed after the connection: as long as there is one it says goodbye, and may wait for an answer for ever.
      const listening = yield* Effect.acquireRelease(Scope.make(), Scope.close)
      const { client } = yield* connect
      const told = yield* Effect.timeout(Scope.provide(client.listen(channel), listening), patience)
      onTopic("runs")
      onTopic("facts")
      while (true) {
        const { payload } = yield* Queue.take(told)
        onTopic(payload === "facts" ? "facts" : "runs")
      }
    })
  ).pipe(Effect.catch((error) => Effect.sleep(error._tag === "TimeoutError" || isPassing(error) ? rest : longRest)))
  yield* Effect.forkScoped(Effect.forever(hear))
})
