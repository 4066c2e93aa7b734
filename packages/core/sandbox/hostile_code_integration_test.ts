import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Result } from "effect"
import type { CodeLimits } from "./code_request.ts"
import { CodeRunner } from "./code_runner.ts"

const canary = "canary-5f0c1d"
/** Filling the memory may take a while on a busy machine; whoever is to run out of it has the time to. */
const limitsFor = (ending: string): CodeLimits => ({
  timeout: ending === "code_time_limit_exceeded" ? 500 : 4_000,
  memory: 32 * 1024 * 1024,
  output: 1024 * 1024
})

/** Attacks by name, the code each must end in (`ok`: it is harmless here), and the program. */
const attacks: ReadonlyArray<readonly [name: string, ending: string, code: string]> = [
  ["infinite loop", "code_time_limit_exceeded", "function main() { while (true) {} }"],
  ["infinite loop outside main", "code_time_limit_exceeded", "while (true) {}\nfunction main() {}"],
  [
    "loop that catches its interruption",
    "code_time_limit_exceeded",
    "function main() { while (true) { try { while (true) {} } catch {} finally { main() } } }"
  ],
  [
    "promise loop that heals itself",
    "code_time_limit_exceeded",
    "function turn() { Promise.resolve().then(turn, turn) }\nfunction main() { for (let i = 0; i < 10; i++) turn(); return new Promise(() => {}) }"
  ],
  [
    "promise loop that grows",
    "code_memory_limit_exceeded",
    "function turn() { return Promise.resolve('x'.repeat(1e4)).then(turn) }\nfunction main() { turn(); return new Promise(() => {}) }"
  ],
  ["await loop", "code_time_limit_exceeded", "async function main() { while (true) await null }"],
  [
    "loop inside a native function",
    "code_time_limit_exceeded",
    "function main() { return { a: Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1) } }"
  ],
  [
    "native loop that is never interrupted",
    "code_time_limit_exceeded",
    "function main() { return { a: new Array(2 ** 31).join('x') } }"
  ],
  [
    "catastrophic regular expression",
    "code_time_limit_exceeded",
    "function main() { return { a: /^(a+)+$/.test('a'.repeat(40) + 'b') } }"
  ],
  [
    "endless iterator",
    "code_time_limit_exceeded",
    "function main() { function* all() { while (true) yield 1 }\nfor (const one of all()) { if (one > 1) return {} } }"
  ],
  [
    "finalizers",
    "code_time_limit_exceeded",
    "function main() { for (;;) new FinalizationRegistry(() => { for (;;) {} }).register({}, 1) }"
  ],
  [
    "string bomb",
    "code_memory_limit_exceeded",
    "function main() { const a = []; for (;;) a.push('x'.repeat(1e6) + a.length) }"
  ],
  ["string doubling", "code_threw", "function main() { let a = 'x'; for (;;) a += a }"],
  ["object bomb", "code_memory_limit_exceeded", "function main() { let a = {}; for (;;) a = { a } }"],
  ["array bomb", "code_memory_limit_exceeded", "function main() { return { a: new Array(1e8).fill(0) } }"],
  [
    "ArrayBuffer bomb",
    "code_memory_limit_exceeded",
    "function main() { const a = []; for (;;) a.push(new ArrayBuffer(1e6)) }"
  ],
  [
    "SharedArrayBuffer bomb",
    "code_memory_limit_exceeded",
    "function main() { const a = []; for (;;) a.push(new SharedArrayBuffer(1e6)) }"
  ],
  [
    "bomb in native URL objects, which the language does not count",
    "code_memory_limit_exceeded",
    "function main() { const a = []; for (;;) a.push(new URL('http://x/' + 'a'.repeat(1e6) + a.length)) }"
  ],
  [
    "bomb in native search parameters",
    "code_memory_limit_exceeded",
    "function main() { const a = new URLSearchParams(); for (;;) a.append('k', 'a'.repeat(1e6)) }"
  ],
  [
    "bomb that catches being out of memory",
    "code_time_limit_exceeded",
    "function main() { const a = []; for (;;) { try { a.push('x'.repeat(1e6) + a.length) } catch {} } }"
  ],
  [
    "map bomb",
    "code_memory_limit_exceeded",
    "function main() { const a = new Map(); for (let i = 0; ; i++) a.set(i, 'x'.repeat(1e5) + i) }"
  ],
  ["too large a string", "code_threw", "function main() { return { a: 'x'.repeat(2 ** 30) } }"],
  ["BigInt bomb", "code_threw", "function main() { return { a: (3n ** 1000000n) ** 1000n } }"],
  ["endless recursion", "code_threw", "function main() { return main() + 1 }"],
  [
    "recursion through a getter",
    "code_threw",
    "function main() { const a = { get b() { return a.b } }; return { a: a.b } }"
  ],
  ["deeply nested JSON", "code_threw", "function main() { return { a: JSON.parse('['.repeat(1e6)) } }"],
  ["deeply nested source", "code_threw", "function main() { return { a: eval('['.repeat(1e6)) } }"],
  [
    "copy nested deeper than the native stack",
    "code_worker_lost",
    "function main() { let a = {}; for (let i = 0; i < 1e5; i++) a = { a }; return { a: structuredClone(a) } }"
  ],
  [
    "deep result",
    "code_result_invalid",
    "function main() { let a = {}; for (let i = 0; i < 500; i++) a = { a }; return a }"
  ],
  [
    "very deep result",
    "code_result_invalid",
    "function main() { let a = {}; for (let i = 0; i < 1e4; i++) a = { a }; return a }"
  ],
  ["circular result", "code_result_invalid", "function main() { const a = {}; a.a = a; return a }"],
  ["list as result", "code_result_invalid", "function main() { return [1] }"],
  ["no result", "code_result_invalid", "function main() {}"],
  [
    "result whose toJSON throws",
    "code_result_invalid",
    "function main() { return { toJSON() { throw new Error('no') } } }"
  ],
  [
    "result whose toJSON never ends",
    "code_time_limit_exceeded",
    "function main() { return { toJSON() { for (;;) {} } } }"
  ],
  [
    "result whose getter never ends",
    "code_time_limit_exceeded",
    "function main() { return { get a() { for (;;) {} } } }"
  ],
  [
    "proxy as result with endless traps",
    "code_time_limit_exceeded",
    "function main() { return new Proxy({}, { ownKeys() { for (;;) {} } }) }"
  ],
  [
    "result with a toJSON for every object",
    "code_result_invalid",
    "Object.prototype.toJSON = () => 'mine'\nfunction main() { return { a: 1 } }"
  ],
  ["changed JSON.stringify", "ok", "JSON.stringify = () => '{\"forged\": true}'\nfunction main() { return { a: 1 } }"],
  ["huge output", "code_output_too_large", "function main() { return { a: 'x'.repeat(2e6) } }"],
  ["output of very many values", "code_output_too_large", "function main() { return { a: new Array(2e5).fill(0) } }"],
  ["endless log", "code_time_limit_exceeded", "function main() { for (;;) console.log('x'.repeat(1000)) }"],
  ["huge log", "ok", "function main() { console.log('x'.repeat(5e6)); return {} }"],
  ["never-settling promise", "code_never_settled", "function main() { return new Promise(() => {}) }"],
  [
    "never-settling top-level await",
    "code_never_settled",
    "await new Promise(() => {})\nfunction main() { return {} }"
  ],
  ["thenable that takes no part", "ok", "function main() { return { then() { for (;;) {} } } }"],
  [
    "promise with a hostile species",
    "code_time_limit_exceeded",
    "function main() { const p = Promise.resolve({ a: 1 }); p.constructor = { get [Symbol.species]() { for (;;) {} } }; return p }"
  ],
  [
    "thrown proxy",
    "code_threw",
    "function main() { throw new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 2 } }) }"
  ],
  [
    "thrown error with endless getters",
    "code_time_limit_exceeded",
    "function main() { const e = new Error('x'); Object.defineProperty(e, 'message', { get() { for (;;) {} } }); throw e }"
  ],
  [
    "thrown at the top with getters that throw themselves",
    "code_threw",
    "const e = { get message() { throw e }, get name() { throw e }, get stack() { throw e } }\nthrow e"
  ],
  ["thrown text of a megabyte", "code_threw", "function main() { throw 'x'.repeat(1e6) }"],
  [
    "changed prototypes of errors",
    "code_time_limit_exceeded",
    "Object.defineProperty(InternalError.prototype, 'name', { get() { for (;;) {} } })\nfunction main() { for (;;) {} }"
  ],
  ["process", "code_global_not_available", "function main() { return { a: process.env } }"],
  [
    "require",
    "code_global_not_available",
    "function main() { return { a: require('fs').readFileSync('/etc/passwd', 'utf8') } }"
  ],
  [
    "constructor of a function",
    "code_global_not_available",
    "function main() { return { a: [].constructor.constructor('return process')().env } }"
  ],
  [
    "constructor of a function of the host",
    "code_global_not_available",
    "function main() { return { a: console.log.constructor('return process')().env } }"
  ],
  [
    "constructor of a thrown error",
    "code_global_not_available",
    "function main() { try { null.x } catch (e) { return { a: e.constructor.constructor('return process')().env } } }"
  ],
  [
    "constructor of an error of the host",
    "code_global_not_available",
    "function main() { try { new URL('x') } catch (e) { return { a: e.constructor.constructor('return process')().env } } }"
  ],
  [
    "constructor of the inputs",
    "code_global_not_available",
    "function main(inputs) { return { a: inputs.constructor.constructor('return process')().env } }"
  ],
  ["caller of main", "ok", "function main() { return { a: String(main.caller ?? 'none') } }"],
  [
    "prepareStackTrace",
    "code_global_not_available",
    "Error.prepareStackTrace = (_, frames) => frames.map((frame) => typeof frame.getThis)\nfunction main() { return { a: new Error('x').stack, b: process.env } }"
  ],
  [
    "prototype pollution",
    "ok",
    'Object.prototype.polluted = 1; Array.prototype.polluted = 1\nfunction main() { return JSON.parse(\'{"__proto__": {"polluted": 1}}\') }'
  ],
  ["dynamic import", "code_threw", "async function main() { return { a: await import('node:fs') } }"],
  ["static import", "code_syntax_invalid", "import fs from 'node:fs'\nfunction main() { return {} }"],
  [
    "Atomics.wait",
    "code_global_not_available",
    "function main() { Atomics.wait(new Int32Array(new SharedArrayBuffer(8)), 0, 0) }"
  ],
  ["WebAssembly", "code_global_not_available", "function main() { return { a: WebAssembly.Memory } }"],
  [
    "fetch",
    "code_global_not_available",
    "async function main() { return { a: await fetch('http://169.254.169.254/') } }"
  ],
  ["timers", "code_global_not_available", "function main() { setTimeout(() => {}, 1e9) }"],
  [
    "process by another way",
    "ok",
    "function main() { return { a: typeof globalThis.process + typeof globalThis.require + typeof globalThis.std + typeof globalThis.os } }"
  ],
  ["replaced main", "ok", "Object.defineProperty(globalThis, 'main', { get() { return () => ({ a: 1 }) } })"],
  ["no main", "code_main_missing", "const notMain = () => ({})"],
  ["main that is no function", "code_main_missing", "const main = { call() {} }"],
  ["broken program", "code_syntax_invalid", "function main( { return {} }"],
  ["NUL and lone surrogates in the program", "code_threw", "function main() { throw new Error('\\u0000\\ud800') }"]
]

const layer = CodeRunner.layerWith({ javascript: { threads: 2 } })

const run = (code: string, limits: CodeLimits) =>
  Effect.flatMap(CodeRunner, (runner) => runner.run({ language: "javascript", code, inputs: { name: "Ada" }, limits }))

const warm = run("function main() { return {} }", limitsFor("ok"))

const megabytes = () => process.memoryUsage().rss / 1024 / 1024

describe("hostile JavaScript", () => {
  it.live(
    "ends in its declared code within the limit and half a second, sees no secret, and returns its memory",
    () =>
      Effect.gen(function* () {
        process.env.FLOWGLASS_CANARY = canary
        yield* warm
        const before = megabytes()
        const wrong: Array<string> = []
        for (const [name, ending, code] of attacks) {
          // A killed thread is replaced here, so that its start is not measured.
          yield* warm
          const limits = limitsFor(ending)
          const started = performance.now()
          const outcome = yield* Effect.result(run(code, limits))
          const took = performance.now() - started
          const ended = Result.isSuccess(outcome) ? "ok" : outcome.failure.code
          const shown = JSON.stringify(outcome)
          if (ended !== ending) wrong.push(`${name}: ${ended} instead of ${ending}: ${shown.slice(0, 300)}`)
          if (took > limits.timeout + 500) wrong.push(`${name}: took ${Math.round(took)} ms`)
          if (shown.includes(canary)) wrong.push(`${name}: saw the secret`)
          if (shown.length > 100_000) wrong.push(`${name}: told ${shown.length} characters`)
        }
        assert.deepStrictEqual(wrong, [])
        assert.isUndefined(Reflect.get({}, "polluted"))
        const grown = megabytes() - before
        assert.isBelow(grown, 100, `the process grew by ${Math.round(grown)} MB`)
      }).pipe(Effect.provide(Layer.fresh(layer))),
    120_000
  )
})
