import { readFileSync } from "node:fs"
import { Effect, Result } from "effect"
import { jsonText } from "../value/json_text.ts"
import { CodeRunner } from "./code_runner.ts"

const limits = { timeout: 15000, memory: 64 * 1024 * 1024, output: 16 * 1024 * 1024 }
const program = Effect.gen(function* () {
  const runner = yield* CodeRunner
  for (const file of process.argv.slice(2)) {
    const t = performance.now()
    const r = yield* Effect.result(
      runner.run({ language: "python3", code: readFileSync(file, "utf8"), inputs: { name: "Ada" }, limits, run: "r" })
    )
    console.log(
      (performance.now() - t).toFixed(1),
      Result.isSuccess(r)
        ? jsonText(r.success.result) + " LOGS " + r.success.logs
        : r.failure.code + " " + r.failure.message + JSON.stringify(r.failure.params)
    )
  }
})
const t = performance.now()
await Effect.runPromise(Effect.provide(program, CodeRunner.layerWith({ python: { cache: "/tmp/py/cache" } })))
console.log("closed", performance.now() - t)
