import { Schema } from "effect"
import { describe, expect, expectTypeOf, it } from "vitest"
import { end, template, workflowText } from "./fixtures/host_workflows.ts"
import { open } from "./mod.ts"

const outputs = Schema.Struct({ count: Schema.FiniteFromString })

const workflow = (text: string) => workflowText([template("t", text), end(["count", "t", "output"])])

describe("a run with a schema of its outputs", () => {
  it("gives them the shape of the schema when it succeeded", async () => {
    await using flow = await open()
    const result = await (await flow.run(workflow("41"), { outputs })).result
    if (result.status !== "succeeded") return expect.fail(result.status)
    expectTypeOf(result.outputs.count).toBeNumber()
    expect(result.outputs).toEqual({ count: 41 })
  })

  it("does not hide why it failed", async () => {
    await using flow = await open()
    const result = await (await flow.run(workflow("{{ 1 / 0 }}"), { outputs })).result
    expect(result).toMatchObject({ status: "failed", outputs: {}, error: { code: "template_evaluation_failed" } })
  })

  it("is what it came to when it was stopped", async () => {
    await using flow = await open()
    const run = await flow.run(workflow("41"), { outputs, mocks: { "node:t": { output: "1", delay_seconds: 10 } } })
    await run.stop("enough")
    expect(await run.result).toMatchObject({ status: "stopped", error: { code: "run_stopped", message: "enough" } })
  })

  it("rejects when it succeeded with something else", async () => {
    await using flow = await open()
    const run = await flow.run(workflow("many"), { outputs })
    await expect(run.result).rejects.toMatchObject({ code: "run_outputs_mismatch" })
    // Asked again, it is the same answer.
    await expect(run.result).rejects.toMatchObject({ code: "run_outputs_mismatch" })
  })
})
