import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Effect, Layer, Random, Redacted } from "effect"
import { type Said, testChild } from "./_test_child.ts"
import { testEffects } from "./_test_effects.ts"
import { checkKilled } from "./_test_kill_oracle.ts"
import { TestPostgres } from "./_test_postgres.ts"
import { layerPglite } from "./layer_pglite.ts"
import { layerPostgres } from "./layer_postgres.ts"
import { Sealer } from "./sealer.ts"

/** How many processes are killed, and what the moments follow from. */
const kills = Number(process.env.FLOWGLASS_TEST_KILLS ?? 100)
const seed = process.env.FLOWGLASS_TEST_KILL_SEED ?? "kills"

/** Processes that begin runs, and go on with what others have left, each killed at any moment. */
const killAtRandom = (database: string) =>
  Effect.gen(function* () {
    const effects = yield* testEffects
    const said: Array<Said> = []
    const beganAt = new Map<string, number>()
    for (let count = 0; count <= kills; count++) {
      const isLast = count === kills
      const options = { database, effects: effects.url, kill: "none", runs: isLast ? 0 : 2, isPatient: isLast } as const
      const child = yield* testChild(options)
      if (!isLast) {
        while (child.said.length === 0 && child.end === undefined) yield* Effect.sleep(5)
        yield* Effect.sleep(yield* Random.nextBetween(0, 500))
        child.signal("SIGKILL")
      }
      const end = yield* Effect.timeout(child.ended, "5 minutes")
      assert.include(isLast ? ["0 "] : ["SIGKILL", "0 "], end)
      for (const { started } of child.said) if (started !== undefined) beganAt.set(started, count)
      said.push(...child.said)
    }
    // A run whose acceptance was never told may have begun at any time.
    const killsOf = (runId: string): number => kills - (beganAt.get(runId) ?? 0)
    return { said, effects, kills: killsOf, codes: ["run_crash_limit_exceeded"] }
  }).pipe(Random.withSeed(seed))

const sealed = Sealer.layer(Redacted.make("key"))

it.layer(TestPostgres.layer, { timeout: 120_000, excludeTestServices: true })(
  "a process killed again and again",
  (it) => {
    it.effect(
      "leaves nothing stuck, twice or lost on PostgreSQL",
      () =>
        Effect.gen(function* () {
          const url = yield* (yield* TestPostgres).freshDatabase
          const story = yield* killAtRandom(Redacted.value(url))
          assert.isAbove(yield* Effect.provide(checkKilled(story), Layer.provide(layerPostgres({ url }), sealed)), 0)
        }),
      1_800_000
    )

    it.effect(
      "leaves nothing stuck, twice or lost in a folder",
      () =>
        Effect.gen(function* () {
          const folder = yield* Effect.acquireRelease(
            Effect.sync(() => mkdtempSync(join(tmpdir(), "flowglass-kill-"))),
            (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
          )
          const story = yield* killAtRandom(folder)
          assert.isAbove(yield* Effect.provide(checkKilled(story), Layer.provide(layerPglite({ folder }), sealed)), 0)
        }),
      1_800_000
    )
  }
)
