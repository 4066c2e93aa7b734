import { existsSync, mkdtempDisposableSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { defineNode } from "@flowglass/core"
import { Effect, Schema } from "effect"
import { describe, expect, it } from "vitest"
import { end, template, workflowText } from "./fixtures/host_workflows.ts"
import { open, type PromiseRun } from "./mod.ts"

/** A node that works until it is interrupted, and then takes this long to clean up. */
const stubbornNode = (cleanUp: number) => {
  const state = { cleaned: 0 }
  const type = defineNode({
    type: "acme/stubborn",
    version: "1",
    kind: "executable",
    summary: "Cleans up slowly.",
    config: Schema.Struct({}),
    outputs: () => [],
    errors: [],
    example: { config: {}, outputs: {} },
    run: () =>
      Effect.onInterrupt(Effect.never, () =>
        Effect.andThen(
          Effect.sleep(cleanUp),
          Effect.sync(() => void state.cleaned++)
        )
      )
  })
  return { state, type }
}

const stubborn = workflowText([["x", { type: "acme/stubborn" }]])

const atWork = async (run: PromiseRun): Promise<void> => {
  for await (const event of run) if (event.event === "node_started" && event.node_id === "x") return
}

describe("close", () => {
  it("waits until the nodes of all runs have cleaned up", async () => {
    const { state, type } = stubbornNode(200)
    const flow = await open({ nodes: [type] })
    const runs = await Promise.all([flow.run(stubborn), flow.run(stubborn)])
    await Promise.all(runs.map(atWork))
    await flow.close()
    expect(state.cleaned).toBe(2)
    for (const run of runs) expect((await run.result).error).toMatchObject({ code: "run_stopped" })
  })

  it("waits two seconds for a node that does not end, no longer", async () => {
    const { state, type } = stubbornNode(20_000)
    const flow = await open({ nodes: [type] })
    const run = await flow.run(stubborn)
    await atWork(run)
    const start = performance.now()
    await flow.close()
    expect(performance.now() - start).toBeGreaterThan(1500)
    expect(performance.now() - start).toBeLessThan(6000)
    expect(state.cleaned).toBe(0)
    expect((await run.result).status).toBe("stopped")
  })

  it("may be called again, at the same time or later, and waits for the same end", async () => {
    const { state, type } = stubbornNode(100)
    const flow = await open({ nodes: [type] })
    await atWork(await flow.run(stubborn))
    await Promise.all([flow.close(), flow.close().then(() => expect(state.cleaned).toBe(1))])
    await flow.close()
    await flow[Symbol.asyncDispose]()
  })

  it("leaves result, events and stop of a run to its holder; everything else says that it is closed", async () => {
    const flow = await open()
    const run = await flow.run(workflowText([template("t", "x"), end()]), {
      mocks: { "node:t": { output: "y", delay_seconds: 60 } }
    })
    const watched = await flow.watch(run.id)
    await flow.close()
    expect((await run.result).status).toBe("stopped")
    await run.stop()
    const seen: Array<string> = []
    for await (const { event } of run) seen.push(event)
    expect(seen.at(-1)).toBe("run_stopped")
    const live: Array<string> = []
    for await (const { event } of watched) live.push(event)
    expect(live.at(-1)).toBe("workflow_run_completed")
    const calls = {
      run: () => flow.run(stubborn),
      inspect: () => flow.inspect(run.id),
      watch: () => flow.watch(run.id),
      record: () => run.record()
    }
    for (const [name, call] of Object.entries(calls)) {
      const message = `${name}: this engine was closed; open another one with open().`
      await expect(call()).rejects.toMatchObject({ code: "flowglass_closed", status: 409, message })
    }
  })

  it("ends calls that are under way with a declared error, and starts nothing any more", async () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), "flowglass-"))
    const file = join(folder.path, "started.yml")
    const proof = join(folder.path, "proof")
    const type = defineNode({
      type: "acme/prove",
      version: "1",
      kind: "executable",
      summary: "Leaves a proof.",
      config: Schema.Struct({}),
      outputs: () => [],
      errors: [],
      example: { config: {}, outputs: {} },
      run: () => {
        writeFileSync(proof, "ran")
        return { outputs: {} }
      }
    })
    writeFileSync(file, workflowText([["p", { type: "acme/prove" }]]).text)
    const flow = await open({ nodes: [type] })
    const starting = flow.run(file)
    const closing = flow.close()
    await expect(starting).rejects.toMatchObject({ code: "flowglass_closed" })
    await closing
    await new Promise((resume) => setTimeout(resume, 50))
    expect(existsSync(proof) ? readFileSync(proof, "utf8") : "never ran").toBe("never ran")
  })
})
