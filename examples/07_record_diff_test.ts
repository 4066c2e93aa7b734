/** Run it: `npx vitest run examples/07_record_diff_test.ts`. Records a run, compares two, replays a record offline. */
import { fileURLToPath } from "node:url"
import { diffRuns, layerMemory, readRecord, testRecord } from "@flowglass/inspector"
import { Effect, Result } from "effect"
import { open } from "flowglass"
import { expect, it } from "vitest"

const greet = fileURLToPath(new URL("greet.yml", import.meta.url))

const record = async (text: string) => {
  await using flow = await open({ script: [{ text }] })
  const run = await flow.run(greet, { inputs: { name: "Ada" } })
  await run.result
  return Result.getOrThrow(readRecord(await run.record()))
}

it("names the first node that differs, and tells causes from consequences", async () => {
  const diff = diffRuns(await record("Hello Ada"), await record("Good day, Ada"))
  expect(diff.first).toBe("greeter")
  expect(diff.nodes.map((node) => [node.node_id, node.kind])).toEqual([
    ["greeter", "cause"],
    ["greeting", "consequence"],
    ["end", "consequence"]
  ])
})

it("replays a record without a model, and finds nothing changed", async () => {
  const diff = await Effect.runPromise(testRecord(await record("Hello Ada")).pipe(Effect.provide(layerMemory)))
  expect(diff).toMatchObject({ equal: true, nodes: [] })
})
