import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import { type Said, testChild } from "./_test_child.ts"
import { testEffects } from "./_test_effects.ts"
import { checkKilled } from "./_test_kill_oracle.ts"
import type { KillPoint } from "./_test_killed_process.ts"
import { TestPostgres } from "./_test_postgres.ts"
import { layerPglite } from "./layer_pglite.ts"
import { layerPostgres } from "./layer_postgres.ts"
import { Sealer } from "./sealer.ts"

/** Where a process is killed, one after the other; each finishes what the one before has left, and begins a run. */
const points: ReadonlyArray<KillPoint> = [
  "migration",
  "accept",
  "start",
  "node",
  "effect",
  "commit",
  "iteration",
  "pause",
  "end",
  "none"
]

/** Kills a process at each point in turn, and returns what they have all said. */
const killAtEachPoint = (database: string) =>
  Effect.gen(function* () {
    const effects = yield* testEffects
    const said: Array<Said> = []
    for (const kill of points) {
      const runs = kill === "migration" || kill === "none" ? 0 : 1
      const child = yield* testChild({ database, effects: effects.url, kill, runs, isPatient: true })
      let mine: string | undefined
      let rounds = 0
      child.onSaid = ({ started, event }) => {
        mine ??= started
        if (kill === "pause" && event === "run_paused") child.signal("SIGKILL")
      }
      effects.onEffect = (key) => {
        const isMine = mine !== undefined && key.startsWith(mine)
        if (isMine && key.includes("each[")) rounds++
        const isNow = (kill === "node" && isMine) || (kill === "iteration" && rounds === 2)
        if (isNow) child.signal("SIGKILL")
        return isNow
      }
      const end = yield* Effect.timeoutOrElse(child.ended, {
        duration: "30 seconds",
        orElse: () => Effect.die(`the process to be killed at ${kill} lives: ${JSON.stringify(child.said.slice(-3))}`)
      })
      assert.strictEqual(end, kill === "none" ? "0 " : "SIGKILL", `the process to be killed at ${kill}`)
      said.push(...child.said)
    }
    return { said, effects, kills: () => 1 }
  })

const sealed = Sealer.layer(Redacted.make("key"))

it.layer(TestPostgres.layer, { timeout: 120_000, excludeTestServices: true })("a killed process", (it) => {
  it.effect(
    "fault 1: leaves nothing stuck, twice or lost on PostgreSQL, wherever it is killed",
    () =>
      Effect.gen(function* () {
        const url = yield* (yield* TestPostgres).freshDatabase
        const story = yield* killAtEachPoint(Redacted.value(url))
        const stores = layerPostgres({ url }).pipe(Layer.provide(sealed))
        assert.strictEqual(yield* Effect.provide(checkKilled(story), stores), points.length - 2)
      }),
    240_000
  )

  it.effect(
    "fault 1: leaves nothing stuck, twice or lost in a folder, wherever it is killed",
    () =>
      Effect.gen(function* () {
        const folder = yield* Effect.acquireRelease(
          Effect.sync(() => mkdtempSync(join(tmpdir(), "flowglass-kill-"))),
          (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
        )
        const story = yield* killAtEachPoint(folder)
        const stores = layerPglite({ folder }).pipe(Layer.provide(sealed))
        assert.strictEqual(yield* Effect.provide(checkKilled(story), stores), points.length - 2)
      }),
    240_000
  )
})
