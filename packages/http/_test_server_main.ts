import { layerPostgres, Sealer } from "@flowglass/core/store/sql"
import { Console, Effect, Layer, Redacted } from "effect"
import { startServer } from "./_test_server.ts"

// A server of its own process, for `_test_second_process.ts`: on the database of DATABASE_URL, until it is killed.
const sealer = Sealer.layer(Redacted.make("a secret of the tests, long enough for HS256"))
const url = Redacted.make(process.env.DATABASE_URL ?? "")

const program = Effect.gen(function* () {
  const { port } = yield* startServer({ stores: Layer.orDie(Layer.provide(layerPostgres({ url }), sealer)) })
  yield* Console.log(`listening on ${port}`)
  return yield* Effect.never
})

await Effect.runPromise(Effect.scoped(program))
