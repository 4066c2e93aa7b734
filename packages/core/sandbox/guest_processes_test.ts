import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Scope } from "effect"
import type { GuestProcess, ProcessEnding } from "./guest_process.ts"
import { makeGuestProcesses } from "./guest_processes.ts"

/** Processes that only count: each answers with its number and with how many calls it had before. */
const counting = () => {
  const alive = new Set<number>()
  let started = 0
  let most = 0
  const start = (): GuestProcess => {
    const number = ++started
    let calls = 0
    alive.add(number)
    most = Math.max(most, alive.size)
    const kill = Effect.delay(
      Effect.sync(() => void alive.delete(number)),
      "2 millis"
    )
    return {
      usable: () => alive.has(number),
      kill,
      call: ({ message, patience }) =>
        Effect.delay(
          Effect.sync((): ProcessEnding => {
            if (message.toString() === "die") alive.delete(number)
            return { kind: "reply", reply: Buffer.from(`${number}.${calls++}`), logs: "" }
          }),
          patience
        ).pipe(Effect.onInterrupt(() => kill))
    }
  }
  return { start, alive, started: () => started, most: () => most }
}

const pool = (size: number, idle = 60_000) =>
  Effect.gen(function* () {
    const counts = counting()
    const processes = yield* makeGuestProcesses({ size, idle, idleSpare: 3 * idle, start: counts.start })
    const call = (run: string | undefined, message = "", milliseconds = 0) =>
      Effect.map(
        processes.call(
          run,
          { message: Buffer.from(message), patience: milliseconds, memory: 1, reply: 1 },
          () => message === "retire"
        ),
        (ending) => (ending.kind === "reply" ? ending.reply.toString() : ending.kind)
      )
    return { ...counts, call }
  })

describe("makeGuestProcesses", () => {
  it.live("gives a run the process it had, and another run another one", () =>
    Effect.gen(function* () {
      const { call } = yield* pool(4)
      assert.strictEqual(yield* call("a"), "1.0")
      assert.strictEqual(yield* call("b"), "2.0")
      assert.strictEqual(yield* call("a"), "1.1")
      assert.strictEqual(yield* call("b"), "2.1")
    }).pipe(Effect.scoped)
  )

  it.live("uses a process without a run once", () =>
    Effect.gen(function* () {
      const { call, alive } = yield* pool(1)
      assert.strictEqual(yield* call(undefined), "1.0")
      assert.strictEqual(alive.size, 0)
      assert.strictEqual(yield* call(undefined), "2.0")
      // The third is the fresh one for the next call.
      assert.deepStrictEqual(Array.from(alive), [3])
      assert.strictEqual(yield* call("a"), "3.0")
    }).pipe(Effect.scoped)
  )

  it.live("never has more than it may, and ends what has been idle longest for a new run", () =>
    Effect.gen(function* () {
      const { call, most, alive } = yield* pool(2)
      const runs = Array.from({ length: 20 }, (_, index) => `run ${index % 7}`)
      yield* Effect.forEach(runs, (run) => call(run, "", 1), { concurrency: "unbounded" })
      assert.strictEqual(most(), 2)
      yield* call("a")
      yield* call("b")
      const [first] = alive
      yield* call("c")
      assert.isFalse(alive.has(first ?? 0))
      assert.match(yield* call("b"), /\.1$/)
    }).pipe(Effect.scoped)
  )

  it.live("keeps a fresh process ready once a second one was needed, and gives it to one run only", () =>
    Effect.gen(function* () {
      const { call, started } = yield* pool(3)
      yield* call("a")
      assert.strictEqual(started(), 1)
      yield* call("b")
      assert.strictEqual(started(), 3)
      assert.strictEqual(yield* call("c"), "3.0")
      assert.strictEqual(yield* call("a"), "1.1")
    }).pipe(Effect.scoped)
  )

  it.live("ends what nobody uses, and starts nothing for nobody", () =>
    Effect.gen(function* () {
      const { call, alive, started } = yield* pool(3, 20)
      yield* call("a")
      yield* call("b")
      yield* Effect.sleep(300)
      assert.strictEqual(alive.size, 0)
      assert.strictEqual(started(), 3)
    }).pipe(Effect.scoped)
  )

  it.live("replaces a process that died or should be replaced", () =>
    Effect.gen(function* () {
      const { call } = yield* pool(1)
      assert.strictEqual(yield* call("a", "die"), "1.0")
      assert.strictEqual(yield* call("a", "retire"), "2.0")
      assert.strictEqual(yield* call("a"), "3.0")
    }).pipe(Effect.scoped)
  )

  it.live("kills the process of an interrupted call, and not that of the next one", () =>
    Effect.gen(function* () {
      const { call, alive } = yield* pool(1)
      const running = yield* Effect.forkChild(call("a", "", 10_000))
      const waiting = yield* Effect.forkChild(call("b", "", 10_000))
      yield* Effect.sleep(20)
      yield* Fiber.interrupt(waiting)
      assert.deepStrictEqual(Array.from(alive), [1])
      yield* Fiber.interrupt(running)
      assert.strictEqual(alive.size, 0)
      assert.strictEqual(yield* call("a"), "2.0")
    }).pipe(Effect.scoped)
  )

  it.live("ends everything with its scope and answers that it is closed", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const { call, alive, started } = yield* Scope.provide(pool(2), scope)
      yield* call("a")
      yield* call("b")
      yield* Scope.close(scope, Exit.void)
      assert.strictEqual(alive.size, 0)
      assert.strictEqual(yield* call("a"), "lost")
      assert.strictEqual(started(), 2)
    })
  )
})
