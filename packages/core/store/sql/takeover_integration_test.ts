import { assert, it } from "@effect/vitest"
import { Clock, Effect, Layer, Redacted } from "effect"
import { RunStore } from "../run_store.ts"
import { type ChildOptions, testChild } from "./_test_child.ts"
import { testEffects } from "./_test_effects.ts"
import { checkKilled } from "./_test_kill_oracle.ts"
import { TestPostgres } from "./_test_postgres.ts"
import { layerPostgres } from "./layer_postgres.ts"
import { Sealer } from "./sealer.ts"

const until = (condition: () => boolean) =>
  Effect.repeat(Effect.delay(Effect.sync(condition), 10), { until: (met) => met }).pipe(Effect.timeout("30 seconds"))

/** Two processes on one database: the first owns its runs, and one run of each waits for something outside. */
const twoProcesses = Effect.gen(function* () {
  const url = yield* (yield* TestPostgres).freshDatabase
  const effects = yield* testEffects
  let isHeld = true
  effects.onEffect = (key) => isHeld || (isLastHeld && key.includes("/last "))
  let isLastHeld = false
  const options: ChildOptions = {
    database: Redacted.value(url),
    effects: effects.url,
    kill: "none",
    runs: 1,
    isPatient: false
  }
  const owner = yield* testChild(options)
  yield* until(() => effects.done.length === 1)
  const other = yield* testChild(options)
  yield* until(() => effects.done.length === 2)
  assert.deepStrictEqual([owner.said[0], other.said[0]], [{ ready: true }, { ready: false }])
  const hold = (all: boolean, last: boolean): void => {
    isHeld = all
    isLastHeld = last
  }
  return { url, effects, owner, other, hold }
})

/** How many milliseconds pass until another effect comes than those before. */
const nextEffect = (effects: { readonly done: ReadonlyArray<string> }) =>
  Effect.gen(function* () {
    const [count, began] = [effects.done.length, yield* Clock.currentTimeMillis]
    yield* until(() => effects.done.length > count)
    return (yield* Clock.currentTimeMillis) - began
  })

const storesOf = (url: Redacted.Redacted) =>
  layerPostgres({ url }).pipe(Layer.provide(Sealer.layer(Redacted.make("key"))))

it.layer(TestPostgres.layer, { timeout: 60_000, excludeTestServices: true })("the owner of the runs", (it) => {
  it.effect(
    "is killed: within 3 seconds its runs go on in the other process, and those it had been given",
    () =>
      Effect.gen(function* () {
        const { url, effects, owner, other, hold } = yield* twoProcesses
        hold(false, false)
        owner.signal("SIGKILL")
        assert.isAtMost(yield* nextEffect(effects), 3000)
        assert.strictEqual(yield* other.ended, "0 ")
        const story = { said: [...owner.said, ...other.said], effects, kills: () => 1 }
        assert.strictEqual(yield* Effect.provide(checkKilled(story), storesOf(url)), 2)
      }),
    120_000
  )

  it.effect(
    "fault 11: stands still: its runs go on after the lease, and when it wakes it can write nothing",
    () =>
      Effect.gen(function* () {
        const { url, effects, owner, other, hold } = yield* twoProcesses
        hold(false, true)
        owner.signal("SIGSTOP")
        assert.isAtMost(yield* nextEffect(effects), 8000)
        const lasts = () => effects.done.filter((key) => key.includes("/last ")).length
        yield* until(() => lasts() === 2)
        // What it asked for long ago is answered now, while the other process has its run.
        owner.signal("SIGCONT")
        effects.release()
        assert.strictEqual(yield* owner.ended, "0 ")
        assert.strictEqual(yield* other.ended, "0 ")
        const ended = owner.said.filter((line) => line.ended !== undefined)
        assert.strictEqual(ended.length, 2)
        // What it was told of its run since then, by the other process, is no less true.
        const story = { said: [...owner.said, ...other.said], effects, kills: () => 1 }
        const check = Effect.gen(function* () {
          assert.strictEqual(yield* checkKilled(story), 2)
          for (const run of yield* (yield* RunStore).list()) {
            const epochs = run.facts().map(({ epoch }) => epoch)
            assert.deepStrictEqual(
              epochs,
              epochs.toSorted((left, right) => left - right)
            )
            assert.isAbove(epochs.at(-1) ?? 0, 1)
            const first = run.facts().find(({ kind }) => kind === "container_started")
            assert.strictEqual(first?.epoch, epochs.at(-1))
          }
        })
        yield* Effect.provide(check, storesOf(url))
      }),
    120_000
  )
})
