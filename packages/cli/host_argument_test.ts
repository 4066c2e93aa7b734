/** What JavaScript hosts may hand over, whatever the types say: each is refused under one code that names it. */
import { describe, expect, it } from "vitest"
import { end, workflowText } from "./fixtures/host_workflows.ts"
import { isError, open } from "./mod.ts"

const file = workflowText([end()])

/** Calls a method as JavaScript would: without types, and outside of any promise that could hide a throw. */
const call = (target: object, method: string, args: ReadonlyArray<unknown>): Promise<unknown> => {
  const answer: unknown = Reflect.apply(Reflect.get(target, method), target, args)
  expect(answer).toBeInstanceOf(Promise)
  return Promise.resolve(answer)
}

const refusal = async (promise: Promise<unknown>): Promise<string> => {
  const error = await promise.then(
    () => "accepted",
    (thrown: unknown) => thrown
  )
  if (!isError(error, "host_argument_invalid")) return `not refused: ${String(error)}`
  expect(error.status).toBe(400)
  return error.message
}

const throwing = new Proxy(
  {},
  {
    ownKeys: () => {
      throw new Error("trap")
    }
  }
)

describe("run", () => {
  const source =
    "run: source must be the path of a Dify file, { text } or { data } with what it holds and nothing else, or a workflow that was loaded"

  it.each([
    [undefined, `${source}, not undefined.`],
    [null, `${source}, not null.`],
    [5, `${source}, not a number.`],
    [{ text: 5 }, `${source}, not an object.`],
    [{ path: "a.yml", text: "a: 1" }, `${source}, not an object.`],
    [new URL("file:///a.yml"), `${source}, not an instance of URL.`],
    [{ data: {}, text: "a: 1" }, `${source}, not an object.`],
    [{ compiled: 1 }, `${source}, not an object.`]
  ])("refuses the source %o", async (given, message) => {
    await using flow = await open()
    expect(await refusal(call(flow, "run", [given]))).toBe(message)
  })

  it.each([
    [null, "run: options must be an object, not null."],
    [{ inputs: "x" }, "run: options.inputs must be a plain object, not a text."],
    [{ inputs: new Map() }, "run: options.inputs must be a plain object, not an instance of Map."],
    [{ files: "x" }, "run: options.files must be an array, not a text."],
    [{ query: 5 }, "run: options.query must be a text, not a number."],
    [{ environment: null }, "run: options.environment must be a plain object, not null."],
    [{ mockExternals: "no" }, "run: options.mockExternals must be true or false, not a text."],
    [{ limits: "x" }, "run: options.limits must be a plain object, not a text."],
    [{ signal: 5 }, "run: options.signal must be an AbortSignal, not a number."],
    [{ signal: {} }, "run: options.signal must be an AbortSignal, not an object."],
    [{ outputs: 5 }, "run: options.outputs must be a Schema of Effect, not a number."],
    [{ userId: {} }, "run: options.userId must be a text, not an object."],
    [{ input: {} }, 'run: options.input is unknown (did you mean "inputs"?).'],
    [
      { trigger: "cron" },
      'run: options.trigger must be one of "debugging", "app-run", "webhook", "schedule", "plugin", "single-step", not a text.'
    ]
  ])("refuses the options %o", async (given, message) => {
    await using flow = await open()
    expect(await refusal(call(flow, "run", [file, given]))).toBe(message)
  })

  it("refuses what throws when it is read", async () => {
    await using flow = await open()
    expect(await refusal(call(flow, "run", [file, throwing]))).toBe("run: options cannot be read.")
    expect(await refusal(call(flow, "run", [file, { inputs: throwing }]))).toBe("run: options cannot be read.")
    expect(await refusal(call(flow, "inspect", [throwing]))).toBe("inspect: target cannot be read.")
    expect(await refusal(call({ open }, "open", [throwing]))).toBe("open: options cannot be read.")
  })

  it("takes a workflow as data, and leaves what is wrong inside to its reader", async () => {
    await using flow = await open()
    const data: unknown = JSON.parse(workflowText([end()]).text)
    expect(await (await flow.run({ data })).result).toMatchObject({ status: "succeeded" })
    for (const wrong of [5, null, [], throwing, { workflow: throwing }]) {
      await expect(flow.run({ data: wrong })).rejects.toMatchObject({ code: expect.stringMatching(/^dsl_/) })
    }
  })

  it("names everything that is wrong, and takes undefined for what was left out", async () => {
    await using flow = await open()
    expect(await refusal(call(flow, "run", [file, { query: 5, strict: 1 }]))).toBe(
      "run: options.query must be a text, not a number; options.strict must be true or false, not a number."
    )
    const options = { inputs: undefined, limits: undefined, signal: undefined, mocks: undefined, outputs: undefined }
    expect(await call(flow, "run", [file, options])).toMatchObject({ id: expect.any(String) })
  })
})

describe("open", () => {
  it.each([
    [null, "open: options must be an object, not null."],
    [{ unknown: 1 }, "open: options.unknown is unknown."],
    [{ model: {} }, 'open: options.model is unknown (did you mean "models"?).'],
    [{ models: 5 }, "open: options.models must be an object, not a number."],
    [{ models: { openai: { apiKey: 5 } } }, "open: options.models.openai.apiKey must be a text, not a number."],
    [
      { models: { "a b": { timeout: 0 } } },
      'open: options.models["a b"].timeout must be a number of milliseconds above 0, not a number.'
    ],
    [
      { models: { openai: { prices: { "gpt-4o": { prompt: 2.5, completion: "10" } } } } },
      'open: options.models.openai.prices["gpt-4o"].prompt must be what a million tokens cost, as text such as 2.50, not a number.'
    ],
    [
      { models: { openai: { baseUrl: "localhost" } } },
      "open: options.models.openai.baseUrl must be an http or https address without user name and password, not a text."
    ],
    [
      { models: { openai: { baseUrl: "https://me:secret@example.com" } } },
      "open: options.models.openai.baseUrl must be an http or https address without user name and password, not a text."
    ],
    [{ nodes: [5] }, "open: options.nodes[0] must be what `defineNode` returns, not a number."],
    [{ allow: "localhost" }, "open: options.allow must be an array, not a text."],
    [{ script: [5] }, "open: options.script[0] must be a plain object, not a number."],
    [{ limits: 5 }, "open: options.limits must be a plain object, not a number."],
    [{ mocks: [] }, "open: options.mocks must be a plain object, not an array."]
  ])("refuses %o", async (given, message) => {
    expect(await refusal(call({ open }, "open", [given]))).toBe(message)
  })

  it("a key in the wrong place is not repeated in the message", async () => {
    for (const models of ["sk-very-secret", { openai: "sk-very-secret" }, { openai: { apiKey: ["sk-very-secret"] } }]) {
      const message = await refusal(call({ open }, "open", [{ models }]))
      expect(message).toMatch(/^open: options\.models/)
      expect(message).not.toContain("secret")
    }
  })
})

describe("inspect, watch and stop", () => {
  it.each([
    ["inspect", [], "inspect: runId must be a text, not undefined."],
    ["inspect", [5], "inspect: runId must be a text, not a number."],
    ["inspect", ["id", 5], "inspect: nodeId must be a text, not a number."],
    ["inspect", ["id", "node", 5], "inspect: outputName must be a text, not a number."],
    ["inspect", ["id", undefined, "text"], "inspect: an output is one of a node, and no node is given."],
    ["inspect", [{}], "inspect: target.run is missing."],
    ["inspect", [{ run: "id", output: "text" }], "inspect: an output is one of a node, and no node is given."],
    ["inspect", [{ run: "id", path: "x" }], 'inspect: target.path must be "draft" or "published", not a text.'],
    ["watch", [5], "watch: runId must be a text, not a number."]
  ])("%s refuses %o", async (method, args, message) => {
    await using flow = await open()
    expect(await refusal(call(flow, method, args))).toBe(message)
  })

  it("stop refuses a reason that is no text", async () => {
    await using flow = await open()
    const run = await flow.run(file)
    expect(await refusal(call(run, "stop", [5]))).toBe("stop: reason must be a text, not a number.")
  })
})
