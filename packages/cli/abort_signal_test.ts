import { getEventListeners } from "node:events"
import { mkdtempDisposableSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { defineNode } from "@flowglass/core"
import { Effect, Schema } from "effect"
import { describe, expect, it } from "vitest"
import { end, workflowText } from "./fixtures/host_workflows.ts"
import { open } from "./mod.ts"

const empty = workflowText([end()])

/** A node type that counts how often it began, and then waits for ever. */
const waitingNode = () => {
  const counted = { begun: 0 }
  const type = defineNode({
    type: "acme/wait",
    version: "1",
    kind: "executable",
    summary: "Waits.",
    config: Schema.Struct({}),
    outputs: () => [],
    errors: [],
    example: { config: {}, outputs: {} },
    run: () => {
      counted.begun++
      return Effect.never
    }
  })
  return { counted, type }
}

describe("an abort signal", () => {
  it("that was aborted already lets nothing start", async () => {
    const { counted, type } = waitingNode()
    await using flow = await open({ nodes: [type] })
    const starting = flow.run(workflowText([["w", { type: "acme/wait" }]]), { signal: AbortSignal.abort() })
    await expect(starting).rejects.toMatchObject({ code: "run_stopped", status: 409 })
    await new Promise((resume) => setTimeout(resume, 20))
    expect(counted.begun).toBe(0)
  })

  it("that fires while the file is read lets nothing start", async () => {
    const { counted, type } = waitingNode()
    using folder = mkdtempDisposableSync(join(tmpdir(), "flowglass-"))
    const file = join(folder.path, "wait.yml")
    writeFileSync(file, workflowText([["w", { type: "acme/wait" }]]).text)
    await using flow = await open({ nodes: [type] })
    const controller = new AbortController()
    const starting = flow.run(file, { signal: controller.signal })
    // In the same turn: the file cannot have been read yet.
    controller.abort()
    await expect(starting).rejects.toMatchObject({ code: "run_stopped" })
    await new Promise((resume) => setTimeout(resume, 50))
    expect(counted.begun).toBe(0)
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0)
  })

  it("that fires later stops the run, which is data", async () => {
    const { counted, type } = waitingNode()
    await using flow = await open({ nodes: [type] })
    const controller = new AbortController()
    const run = await flow.run(workflowText([["w", { type: "acme/wait" }]]), { signal: controller.signal })
    for await (const event of run) if (event.event === "node_started" && event.node_id === "w") controller.abort()
    const { status, error } = await run.result
    expect([status, error?.code, counted.begun]).toEqual(["stopped", "run_stopped", 1])
  })

  it("may fire after the engine was closed", async () => {
    const controller = new AbortController()
    const flow = await open()
    const run = await flow.run(empty, { signal: controller.signal })
    expect((await run.result).status).toBe("succeeded")
    await flow.close()
    controller.abort()
    await new Promise((resume) => setTimeout(resume, 20))
  })

  it("lets go of runs that ended", async () => {
    const controller = new AbortController()
    await using flow = await open()
    for (let count = 0; count < 20; count++) {
      const run = await flow.run(empty, { signal: controller.signal })
      await run.result
    }
    await new Promise((resume) => setTimeout(resume, 5))
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0)
  })
})
