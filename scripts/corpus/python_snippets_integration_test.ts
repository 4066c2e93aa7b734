/** Every Python program in the files of the reference runs here, if it needs nothing but the standard library. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { CodeRunner, LanguageModels, NodeRegistry, OutboundHttp, readWorkflow } from "@flowglass/core"
import { builtinNodes } from "@flowglass/core/node/builtin"
import { Effect, Layer } from "effect"
import { readExpectations } from "../expectations/expected_case.ts"
import { readCorpus } from "./corpus_manifest.ts"

const folder = readExpectations()?.folder
const limits = { timeout: 15_000, memory: 256 * 1024 * 1024, output: 16 * 1024 * 1024 }

/** Packages of other people that programs of the corpus import; nothing else may be missing. */
const foreign = /No module named '(requests|jieba|pandas|numpy|matplotlib|sympy|json_repair)/

/** How a program may end that gets nothing for all its inputs: it is the program's own doing. */
const ownDoing = new Set(["code_threw", "code_result_invalid"])

const registryLayer = NodeRegistry.layer(builtinNodes).pipe(
  Layer.provide(Layer.mergeAll(LanguageModels.layerNone, CodeRunner.layer, OutboundHttp.layer))
)

/** The distinct Python programs of a folder, each with the names of its inputs. */
const programsOf = (corpus: string) =>
  Effect.gen(function* () {
    const registry = yield* NodeRegistry
    const files = (yield* readCorpus(corpus))?.files ?? []
    const programs = new Map<string, ReadonlyArray<string>>()
    for (const { file } of files) {
      const { document } = readWorkflow(readFileSync(join(corpus, file), "utf8"), registry)
      for (const { type, data } of document.nodes) {
        const { code, code_language: language, variables } = data
        if (type !== "code" || language !== "python3" || typeof code !== "string" || programs.has(code)) continue
        const names = Array.isArray(variables) ? variables : []
        programs.set(
          code,
          names.flatMap((one: unknown) =>
            typeof one === "object" && one !== null && "variable" in one ? [String(one.variable)] : []
          )
        )
      }
    }
    return programs
  }).pipe(Effect.provide(registryLayer))

describe.skipIf(folder === undefined)("the Python programs of the corpus", () => {
  it.live(
    "run to their own end, all that need the standard library only",
    () =>
      Effect.gen(function* () {
        const runner = yield* CodeRunner
        const programs = yield* programsOf(folder ?? "")
        assert.isAtLeast(programs.size, 15)
        const missing: Array<string> = []
        for (const [code, names] of programs) {
          const inputs = Object.fromEntries(names.map((name) => [name, "1"]))
          const ended = yield* Effect.exit(
            Effect.flip(runner.run({ language: "python3", code, inputs, limits, run: "snippets" }))
          )
          // A failure of the flipped effect is a program that ended well.
          if (ended._tag === "Failure") continue
          const error = ended.value
          if (error.code === "code_module_not_available" && foreign.test(error.message)) missing.push(error.message)
          else assert.isTrue(ownDoing.has(error.code), `${error.code}: ${error.message}\n${code}`)
        }
        assert.isAtMost(missing.length, 4, missing.join("\n"))
      }).pipe(Effect.provide(CodeRunner.layer)),
    { timeout: 120_000 }
  )
})
