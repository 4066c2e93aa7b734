/** What a host's options, nodes and files may do wrong: the run says so, and the process goes on. */
import { describe, expect, it } from "vitest"
import { open } from "./mod.ts"

const start = { id: "s", data: { type: "start", variables: [] } }
const workflow = (nodes: ReadonlyArray<object>, edges: ReadonlyArray<object> = [], more: object = {}) => ({
  text: JSON.stringify({ app: { mode: "workflow" }, workflow: { graph: { nodes: [start, ...nodes], edges }, ...more } })
})
const empty = workflow([{ id: "e", data: { type: "end", outputs: [] } }], [{ source: "s", target: "e" }])

describe("limits", () => {
  it.each([0, -1, Number.NaN])("a concurrency of %d is refused before anything starts", async (concurrency) => {
    await using flow = await open()
    await expect(flow.run(empty, { limits: { concurrency } })).rejects.toMatchObject({ code: "limit_invalid" })
  })

  it.each([
    [{ steps: 0 }, 'The limit "steps" cannot be 0'],
    [JSON.parse('{"step": 5}'), 'There is no limit "step"; did you mean "steps"?'],
    [JSON.parse('{"__proto__": 5}'), 'There is no limit "__proto__"'],
    [JSON.parse('{"time": "5"}'), 'The limit "time" cannot be "5"']
  ])("open refuses %j", async (limits, message) => {
    await expect(open({ limits })).rejects.toMatchObject({
      code: "limit_invalid",
      message: expect.stringContaining(message)
    })
  })

  it("of open hold for every run, unless the run has its own", async () => {
    await using flow = await open({ limits: { steps: 1 } })
    const codeOf = async (options: object): Promise<string | undefined> =>
      (await (await flow.run(empty, options)).result).error?.code
    expect(await codeOf({})).toBe("run_step_limit_exceeded")
    expect(await codeOf({ limits: { time: 60_000 } })).toBe("run_step_limit_exceeded")
    expect(await codeOf({ limits: { steps: undefined } })).toBe("run_step_limit_exceeded")
    expect(await codeOf({ limits: { steps: 2 } })).toBe(undefined)
  })

  it("an empty loop of a million rounds leaves room for the time limit", async () => {
    await using flow = await open()
    const data = {
      type: "loop",
      loop_count: 1_000_000,
      break_conditions: [],
      logical_operator: "and",
      loop_variables: []
    }
    const run = await flow.run(workflow([{ id: "lp", data }], [{ source: "s", target: "lp" }]), {
      limits: { time: 100 }
    })
    expect((await run.result).error?.code).toBe("run_time_limit_exceeded")
  })
})

describe("secrets", () => {
  it.each(["Passw0rd!(x)", "it's ~*'", { token: "tok-12345678" }, 1_234_567_890_123])("hides %j", async (secret) => {
    await using flow = await open()
    const shown = typeof secret === "object" ? JSON.stringify(secret).replace(":", ": ") : String(secret)
    const template = "{{ k }} {{ k | urlencode }}"
    const variables = [{ variable: "k", value_selector: ["env", "KEY"] }]
    const file = workflow(
      [{ id: "t", data: { type: "template-transform", template, variables } }],
      [{ source: "s", target: "t" }],
      { environment_variables: [{ name: "KEY", value_type: "secret", value: "", id: "1" }] }
    )
    const run = await flow.run(file, { environment: { KEY: secret } })
    expect((await run.result).status).toBe("succeeded")
    const record = await run.record()
    expect(record).not.toContain(shown)
    expect(record).not.toContain(encodeURIComponent(shown).replaceAll("!", "%21"))
  })
})
