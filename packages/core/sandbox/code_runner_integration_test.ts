import { availableParallelism } from "node:os"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Layer, Scope } from "effect"
import { longestTurn } from "./_test_longest_turn.ts"
import type { CodeLimits } from "./code_request.ts"
import { CodeRunner } from "./code_runner.ts"

const limits: CodeLimits = { timeout: 5_000, memory: 64 * 1024 * 1024, output: 16 * 1024 * 1024 }
const harmless = "function main({ n }) { return { n } }"
const endless = "function main() { for (;;) {} }"

const run = (code: string, more: Partial<CodeLimits> = {}, inputs = {}) =>
  Effect.flatMap(CodeRunner, (runner) =>
    runner.run({ language: "javascript", code, inputs, limits: { ...limits, ...more } })
  )

const withThreads = (threads: number) => Effect.provide(Layer.fresh(CodeRunner.layerWith({ javascript: { threads } })))

const codeOf = <A, E extends { readonly code: string }, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.map(Effect.flip(effect), (error) => error.code)

const milliseconds = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.suspend(() => {
    const started = performance.now()
    return Effect.map(effect, () => performance.now() - started)
  })

describe("CodeRunner", () => {
  it.live("answers a warm call in milliseconds", () =>
    Effect.gen(function* () {
      yield* Effect.forEach(Array.from({ length: 20 }), () => run(harmless, {}, { n: 1 }))
      const call = Effect.delay(milliseconds(run(harmless, {}, { n: 1 })), "5 millis")
      const times = yield* Effect.forEach(Array.from({ length: 100 }), () => call)
      const median = times.sort((left, right) => left - right)[50] ?? Number.NaN
      process.stdout.write(`a warm call of JavaScript code: p50 ${median.toFixed(2)} ms\n`)
      assert.isBelow(median, 10)
    }).pipe(withThreads(1))
  )

  it.live("leaves the event loop free while hostile code runs and while its large result is read", () =>
    Effect.gen(function* () {
      yield* run(harmless)
      const longest = yield* longestTurn(
        Effect.gen(function* () {
          yield* codeOf(run(endless, { timeout: 300 }))
          yield* codeOf(
            run("function main() { const a = []; for (;;) a.push(new URL('http://x/' + 'a'.repeat(1e6))) }")
          )
          yield* codeOf(run("function main() { return { a: new Array(5e6).fill(0) } }"))
          yield* run("function main() { return { a: new Array(49_000).fill(0), b: 'x'.repeat(8e6) } }")
        })
      )
      assert.isBelow(longest, 200)
    }).pipe(withThreads(1))
  )

  it.live("kills the code when its caller is interrupted", () =>
    Effect.gen(function* () {
      yield* run(harmless)
      const fiber = yield* Effect.forkChild(run(endless, { timeout: 60_000 }))
      yield* Effect.sleep(100)
      assert.isBelow(yield* milliseconds(Fiber.interrupt(fiber)), 1000)
      // The only thread was busy; it can answer because the endless program is gone.
      const { result } = yield* run(harmless, {}, { n: 7 })
      assert.strictEqual(result.n, 7)
    }).pipe(withThreads(1))
  )

  it.live("forgets a call that is interrupted while it waits", () =>
    Effect.gen(function* () {
      const first = yield* Effect.forkChild(codeOf(run(endless, { timeout: 400 })))
      yield* Effect.sleep(50)
      const waiting = yield* Effect.forkChild(run(endless, { timeout: 60_000 }))
      yield* Effect.sleep(50)
      yield* Fiber.interrupt(waiting)
      assert.strictEqual(yield* Fiber.join(first), "code_time_limit_exceeded")
      assert.strictEqual((yield* run(harmless, {}, { n: 1 })).result.n, 1)
    }).pipe(withThreads(1))
  )

  it.live("keeps the order of waiting calls and does not count waiting as running", () =>
    Effect.gen(function* () {
      yield* run(harmless)
      const ended: Array<string> = []
      const busy = "function main() { const end = Date.now() + 300; while (Date.now() < end); return {} }"
      const names = ["first", "second", "third", "fourth"]
      yield* Effect.forEach(
        names,
        (name) => Effect.tap(run(busy, { timeout: 450 }), () => Effect.sync(() => ended.push(name))),
        { concurrency: "unbounded" }
      )
      assert.deepStrictEqual(ended, names)
    }).pipe(withThreads(1))
  )

  it.live("runs as many programs at once as it has threads", () =>
    Effect.gen(function* () {
      yield* Effect.all([run(harmless), run(harmless)], { concurrency: "unbounded" })
      // Each needs the other to have started: the clock is the only thing they share.
      const starts = yield* Effect.forEach(
        [1, 2],
        () => run("function main() { const start = Date.now(); while (Date.now() < start + 400); return { start } }"),
        { concurrency: "unbounded" }
      )
      const [left, right] = starts.map(({ result }) => Number(result.start))
      assert.isBelow(Math.abs((left ?? 0) - (right ?? 1e9)), 350)
    }).pipe(withThreads(Math.max(2, availableParallelism())))
  )

  it.live("gives every call a machine of its own", () =>
    Effect.gen(function* () {
      yield* run("globalThis.left = 'behind'; Array.prototype.map = () => 'mine'\nfunction main() { return {} }")
      const { result } = yield* run("function main() { return { left: typeof left, map: [1].map((n) => n + 1) } }")
      assert.deepStrictEqual({ ...result }, { left: "undefined", map: [2] })
    }).pipe(withThreads(1))
  )

  it.live("keeps the limits of each call apart", () =>
    Effect.gen(function* () {
      const needs40 = "function main() { return { n: new Uint8Array(40e6).length } }"
      assert.strictEqual((yield* run(needs40)).result.n, 40e6)
      assert.strictEqual(yield* codeOf(run(needs40, { memory: 16 * 1024 * 1024 })), "code_memory_limit_exceeded")
      assert.strictEqual(yield* codeOf(run(harmless, { memory: 1000 })), "code_memory_limit_exceeded")
      assert.strictEqual(
        yield* codeOf(run("function main() { return { a: 'ééé' } }", { output: 13 })),
        "code_output_too_large"
      )
      assert.strictEqual((yield* run("function main() { return { a: 'ééé' } }", { output: 14 })).result.a, "ééé")
    }).pipe(withThreads(1))
  )

  it.live("counts values and not what texts look like", () =>
    Effect.gen(function* () {
      const { result } = yield* run(`function main() { return { a: ',:[{"'.repeat(1e5) } }`)
      assert.strictEqual(String(result.a).length, 5e5)
      const many = yield* Effect.flip(run("function main() { return { a: new Array(60_000).fill(0) } }"))
      assert.strictEqual(many.message, "the result has more than 50000 values and names")
    }).pipe(withThreads(1))
  )

  it.live("keeps what the code had printed when it failed", () =>
    Effect.gen(function* () {
      const printing = (end: string) => `function main() { console.log('here'); ${end} }`
      const threw = yield* Effect.flip(run(printing("null.x")))
      assert.strictEqual(threw.message, "TypeError: cannot read property 'x' of null (line 1)")
      assert.deepStrictEqual(threw.params, { logs: "here\n" })
      const stopped = yield* Effect.flip(run(printing("for (;;) {}"), { timeout: 200 }))
      assert.deepStrictEqual(stopped.params, { logs: "here\n" })
    }).pipe(withThreads(1))
  )

  it.live("says where the code is wrong", () =>
    Effect.gen(function* () {
      const messageOf = (code: string) => Effect.map(Effect.flip(run(code)), (error) => error.message)
      assert.strictEqual(
        yield* messageOf("function main() {\n  const a = 1\n  a.b.c()\n}"),
        "TypeError: cannot read property 'c' of undefined (line 3)"
      )
      assert.include(yield* messageOf("function main() {\n  let = 3 3\n}"), "(line 2)")
      assert.strictEqual(
        yield* messageOf("function main() {}"),
        "Failed to parse JSON response: main returned undefined."
      )
      assert.strictEqual(yield* messageOf("function main() { return [] }"), "Result must be a dict, got list")
      assert.strictEqual(
        yield* messageOf("const main = () => require('fs')"),
        "ReferenceError: require is not defined (line 1): code has no modules; use plain JavaScript, `Buffer`, `URL` and `JSON`"
      )
    }).pipe(withThreads(1))
  )

  it.live("refuses languages it cannot run, with what to do", () =>
    Effect.gen(function* () {
      const runner = yield* CodeRunner
      const ruby = yield* Effect.flip(runner.check("ruby"))
      assert.strictEqual(ruby.code, "code_language_unknown")
      assert.strictEqual(ruby.message, "Unsupported language ruby")
      const run = yield* Effect.flip(runner.run({ language: "ruby", code: "", inputs: {}, limits }))
      assert.strictEqual(run.code, "code_language_unknown")
      yield* runner.check("javascript")
      yield* runner.check("python3")
    }).pipe(withThreads(1))
  )

  it.live("ends its threads with its scope, and calls that still run with a code", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(Layer.fresh(CodeRunner.layer), scope)
      yield* Effect.provideContext(run(harmless), context)
      const running = yield* Effect.forkChild(codeOf(Effect.provideContext(run(endless, { timeout: 60_000 }), context)))
      yield* Effect.sleep(100)
      assert.isBelow(yield* milliseconds(Scope.close(scope, Exit.void)), 1000)
      assert.strictEqual(yield* Fiber.join(running), "code_worker_lost")
      assert.strictEqual(yield* codeOf(Effect.provideContext(run(harmless), context)), "code_worker_lost")
    })
  )

  it.live("replaces a thread that crashes or does not start, and says so", () =>
    Effect.gen(function* () {
      const fixture = (name: string) =>
        Effect.provide(
          Layer.fresh(
            CodeRunner.layerWith({
              javascript: { threads: 1, worker: new URL(`./fixtures/${name}_worker.mjs`, import.meta.url) }
            })
          )
        )
      const lost = yield* Effect.flip(run("die")).pipe(fixture("crashing"))
      assert.strictEqual(lost.code, "code_worker_lost")
      assert.strictEqual(lost.message, "the sandbox was lost: its thread ended with code 7")
      const both = yield* Effect.gen(function* () {
        return [yield* codeOf(run("die")), (yield* run("live")).result.alive]
      }).pipe(fixture("crashing"))
      assert.deepStrictEqual(both, ["code_worker_lost", true])
      assert.strictEqual(yield* codeOf(run("live")).pipe(fixture("babbling")), "code_worker_lost")
      assert.strictEqual(yield* codeOf(run("live")).pipe(fixture("missing")), "code_worker_lost")
    })
  )
})
