import { assert, describe, it } from "@effect/vitest"
import type { WorkflowRunner } from "@flowglass/core"
import { Effect, Option, Predicate, Result } from "effect"
import { layerEngine } from "../layer_engine.ts"
import { recorded, simple } from "./_test_recorded.ts"
import { readRecord } from "./read_record.ts"
import { testRecord } from "./test_record.ts"
import { writeRecord } from "./write_record.ts"

const isObject = (data: unknown): data is Record<string, unknown> => Predicate.isObject(data)

const pathsOf = (data: unknown, path: ReadonlyArray<string> = []): ReadonlyArray<ReadonlyArray<string>> =>
  isObject(data) || Array.isArray(data)
    ? Object.entries(data).flatMap(([name, member]) => [[...path, name], ...pathsOf(member, [...path, name])])
    : []

const mutate = (data: unknown, [name, ...rest]: ReadonlyArray<string>, value: unknown): unknown => {
  if (name === undefined) return value
  if (Array.isArray(data)) {
    return data.map((member: unknown, index) => (String(index) === name ? mutate(member, rest, value) : member))
  }
  return isObject(data) ? { ...data, [name]: mutate(data[name], rest, value) } : data
}

describe("testRecord", () => {
  it.live(
    "a record that somebody tampered with is refused, or its test ends: nothing is called, nothing crashes",
    () =>
      recorded(
        simple({ fails: 1, delay: 1, retry_config: { retry_enabled: true, max_retries: 1, retry_interval: 1 } }),
        (trial) =>
          Effect.gen(function* () {
            const context = yield* Effect.context<WorkflowRunner>()
            const original: unknown = JSON.parse(writeRecord(trial.run))
            const paths = pathsOf(original)
            const calls = trial.node.calls()
            let tested = 0
            const values = [null, -1, 0, 1, 1e9, 1e300, 0.5, "", "x", [], {}, true]
            for (const [index, path] of paths.entries()) {
              const value = values[index % values.length]
              const record = readRecord(JSON.stringify(mutate(original, path, value)))
              if (Result.isFailure(record)) continue
              tested++
              const end = yield* testRecord(record.success).pipe(
                Effect.provideContext(context),
                Effect.timeoutOption("2 seconds"),
                Effect.result
              )
              if (Result.isSuccess(end))
                assert.isTrue(Option.isSome(end.success), `${path.join(".")} = ${String(value)} hangs`)
            }
            assert.isAbove(tested, 50)
            assert.strictEqual(trial.node.calls(), calls)
          }).pipe(Effect.provide(layerEngine({ nodes: [trial.node.type] })), Effect.orDie)
      ),
    { timeout: 60_000 }
  )
})
