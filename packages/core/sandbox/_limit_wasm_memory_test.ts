import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { limitWasmMemory } from "./_limit_wasm_memory.ts"

const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]

describe("limitWasmMemory", () => {
  it("gives a memory without maximum a maximum in pages", () => {
    // A custom section, a memory of 1 page, an empty function section.
    const module = Uint8Array.from([...header, 0, 2, 1, 0x78, 5, 3, 1, 0, 1, 3, 1, 0])
    assert.deepStrictEqual(
      [...limitWasmMemory(module, 200 * 65_536)],
      [...header, 0, 2, 1, 0x78, 5, 5, 1, 1, 1, 0xc8, 1, 3, 1, 0]
    )
  })

  it("replaces a maximum, and never goes below what the memory starts with", () => {
    const module = Uint8Array.from([...header, 5, 4, 1, 1, 3, 9])
    assert.deepStrictEqual([...limitWasmMemory(module, 1)], [...header, 5, 4, 1, 1, 3, 3])
  })

  it.effect("finds the memory of the shipped module", () =>
    Effect.gen(function* () {
      const file = createRequire(import.meta.url).resolve("quickjs-wasi/quickjs.wasm")
      const module = new Uint8Array(yield* Effect.promise(() => readFile(file)))
      const limited = limitWasmMemory(module, 100 * 65_536)
      // One byte for the maximum: the rest is the same module.
      assert.strictEqual(limited.length, module.length + 1)
      yield* Effect.promise(() => WebAssembly.compile(limited))
    })
  )
})
