import { Schema } from "effect"
import { describe, expect, it } from "vitest"
import { open } from "./mod.ts"

const file = {
  text: JSON.stringify({
    app: { mode: "workflow", name: "Ask" },
    workflow: {
      graph: {
        nodes: [
          { id: "start", data: { type: "start", variables: [] } },
          {
            id: "ask",
            data: {
              type: "human-input",
              form_content: "How many?",
              inputs: [{ type: "paragraph", output_variable_name: "count" }],
              user_actions: [{ id: "ok", title: "OK" }]
            }
          },
          { id: "end", data: { type: "end", outputs: [{ variable: "count", value_selector: ["ask", "count"] }] } }
        ],
        edges: [
          { source: "start", target: "ask" },
          { source: "ask", sourceHandle: "ok", target: "end" }
        ]
      }
    }
  })
}

describe("resume", () => {
  it("answers a paused run, and returns the run that goes on with all its events", async () => {
    await using flow = await open()
    const run = await flow.run(file)
    const paused = await run.result
    expect(paused).toMatchObject({ status: "paused", outputs: {}, error: null, forms: [{ node_id: "ask" }] })
    const resumed = await flow.resume(run.id, {
      action: "ok",
      inputs: { count: "3" },
      outputs: Schema.Struct({ count: Schema.FiniteFromString })
    })
    expect(await resumed.result).toMatchObject({ status: "succeeded", outputs: { count: 3 } })
    expect(await resumed.result).not.toHaveProperty("forms")
    const events: Array<string> = []
    for await (const event of resumed) events.push(event.event)
    expect(events.filter((name) => name.startsWith("run_"))).toEqual([
      "run_started",
      "run_paused",
      "run_resumed",
      "run_succeeded"
    ])
  })

  it("goes on in a loop over the events that was open all the time", async () => {
    await using flow = await open()
    const run = await flow.run(file)
    const seqs: Array<number> = []
    for await (const event of run) {
      seqs.push(event.seq)
      if (event.event === "run_paused") await flow.resume(run.id, { action: "ok", inputs: { count: "1" } })
    }
    expect(seqs).toEqual(seqs.map((_, index) => index + 1))
  })

  it("rejects with a declared error: an unknown run, an answer of the wrong shape, one that came too late", async () => {
    await using flow = await open()
    const run = await flow.run(file)
    await run.result
    await expect(flow.resume("nobody", { action: "ok" })).rejects.toMatchObject({ code: "workflow_run_not_found" })
    const untyped: CallableFunction = (id: unknown, answer: unknown) => Reflect.apply(flow.resume, flow, [id, answer])
    await expect(untyped(run.id, { inputs: [] })).rejects.toMatchObject({
      code: "host_argument_invalid",
      message: "resume: answer.action is missing; answer.inputs must be a plain object, not an array."
    })
    await expect(untyped(1, { action: "ok" })).rejects.toMatchObject({ code: "host_argument_invalid" })
    const answer = { node: "ask", action: "ok", inputs: { count: "1" } }
    const both = await Promise.allSettled([flow.resume(run.id, answer), flow.resume(run.id, answer)])
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"])
    await expect(flow.resume(run.id, answer)).rejects.toMatchObject({ code: "human_input_form_submitted" })
  })

  it("a paused run is stopped, and its close leaves it paused", async () => {
    const flow = await open()
    const stopped = await flow.run(file)
    await stopped.result
    await stopped.stop()
    await expect(flow.resume(stopped.id, { action: "ok" })).rejects.toMatchObject({ code: "run_not_paused" })
    const left = await flow.run(file)
    await left.result
    await flow.close()
    expect(await left.result).toMatchObject({ status: "paused" })
    await expect(flow.resume(left.id, { action: "ok" })).rejects.toMatchObject({ code: "flowglass_closed" })
  })
})
