/** Files of people, damaged: whatever a file says, reading it ends with problems and never with a throw. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { CodeRunner, LanguageModels, NodeRegistry, OutboundHttp, readAppFile, readWorkflow } from "@flowglass/core"
import { builtinNodes } from "@flowglass/core/node/builtin"
import { Effect, Layer, Result } from "effect"
import * as fc from "fast-check"
import { readExpectations } from "../expectations/expected_case.ts"
import { readCorpus } from "./corpus_manifest.ts"

const folder = readExpectations()?.folder

const registryLayer = NodeRegistry.layer(builtinNodes).pipe(
  Layer.provide(Layer.mergeAll(LanguageModels.layerNone, CodeRunner.layer, OutboundHttp.layer))
)

type Mutation = (lines: ReadonlyArray<string>, place: number, other: number) => ReadonlyArray<string>

const swapped: Mutation = (lines, place, other) =>
  lines.map((line, index) => (index === place ? (lines[other] ?? "") : index === other ? (lines[place] ?? "") : line))

const replaced =
  (pattern: RegExp, by: string): Mutation =>
  (lines, place) =>
    lines.map((line, index) => (index === place ? line.replace(pattern, by) : line))

const mutations: ReadonlyArray<Mutation> = [
  (lines, place) => lines.toSpliced(place, 1),
  (lines, place) => lines.toSpliced(place, 0, lines[place] ?? ""),
  (lines, place) => lines.slice(0, place),
  swapped,
  replaced(/:.*$/, ": null"),
  replaced(/:.*$/, ": []"),
  replaced(/:.*$/, ": {__proto__: {polluted: true}}"),
  replaced(/:.*$/, ": 99999999999999999999"),
  replaced(/^ +/, ""),
  replaced(/^/, "   "),
  replaced(/^( *)[\w-]+:/, "$1constructor:"),
  replaced(/$/, "\u0000"),
  replaced(/: .*/, ": &a [*a, *a]")
]

const linesOf = (text: string): ReadonlyArray<string> => text.split("\n")

const mutated = (text: string, steps: ReadonlyArray<readonly [kind: number, place: number, other: number]>): string =>
  steps
    .reduce((lines, [kind, place, other]) => {
      const mutation = mutations[kind % mutations.length]
      return mutation === undefined ? lines : mutation(lines, place % lines.length, other % lines.length)
    }, linesOf(text))
    .join("\n")

describe.skipIf(folder === undefined)("files of the corpus", () => {
  it.live(
    "that are damaged in 600 ways are read without a throw, in seconds",
    () =>
      Effect.gen(function* () {
        const registry = yield* NodeRegistry
        const files = (yield* readCorpus(folder ?? ""))?.files ?? []
        const texts = files.map(({ file }) => readFileSync(join(folder ?? "", file), "utf8"))
        const damage = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { minLength: 1, maxLength: 4 })
        fc.assert(
          fc.property(fc.nat(texts.length - 1), damage, (index, steps) => {
            const text = mutated(texts[index] ?? "", steps)
            const from = performance.now()
            const { problems } = readWorkflow(text, registry)
            for (const { code, message } of problems) {
              assert.isAbove(message.length, 0, code)
              assert.isBelow(message.length, 10_000, code)
            }
            const app = Effect.runSync(Effect.result(readAppFile(text, "x")))
            if (Result.isFailure(app)) assert.match(app.failure.code, /^(dsl|graph)_/)
            assert.isBelow(performance.now() - from, 5000)
          }),
          { numRuns: 600 }
        )
        assert.isFalse("polluted" in {})
      }).pipe(Effect.provide(registryLayer)),
    { timeout: 120_000 }
  )
})
