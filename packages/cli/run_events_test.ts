/** The events of a run for readers that do not take turns: at once, slowly, or only the first few. */
import { describe, expect, it } from "vitest"
import { end, template, workflowText } from "./fixtures/host_workflows.ts"
import { open, type RunEvent } from "./mod.ts"

const long = workflowText([...Array.from({ length: 100 }, (_, index) => template(`t${index}`, "x")), end()])
const mocked = workflowText([template("t", "x"), end()])

const all = async (run: AsyncIterable<RunEvent>): Promise<ReadonlyArray<number>> => {
  const seen: Array<number> = []
  for await (const { seq } of run) seen.push(seq)
  return seen
}

const counted = (length: number): ReadonlyArray<number> => Array.from({ length }, (_, index) => index + 1)

describe("events of a run", () => {
  it("are each answered to one of many questions asked at once, in order", async () => {
    await using flow = await open()
    const run = await flow.run(long)
    const iterator = run[Symbol.asyncIterator]()
    const answers = await Promise.all(Array.from({ length: 1000 }, () => iterator.next()))
    const seen = answers.flatMap((answer) => (answer.done === true ? [] : [answer.value.seq]))
    expect(seen).toEqual(counted(seen.length))
    expect(answers.findIndex(({ done }) => done)).toBe(seen.length)
    expect(await all(run)).toEqual(seen)
    expect(await iterator.next()).toEqual({ done: true, value: undefined })
  })

  it("wait for a slow reader, who misses none", async () => {
    await using flow = await open()
    const run = await flow.run(long)
    const seen: Array<number> = []
    for await (const { seq } of run) {
      seen.push(seq)
      if (seq % 50 === 0) await new Promise((resume) => setTimeout(resume, 2))
    }
    expect(seen).toEqual(await all(run))
  })

  it("end for a reader who leaves while waiting, and for no other; the run goes on", async () => {
    await using flow = await open()
    const run = await flow.run(mocked, { mocks: { "node:t": { output: "y", delay_seconds: 0.2 } } })
    const other = all(run)
    const iterator = run[Symbol.asyncIterator]()
    const before: Array<string> = []
    while (before.at(-1) !== "t") {
      const { value } = await iterator.next()
      before.push(value?.event === "node_started" ? value.node_id : "")
    }
    // Nothing comes for 200 ms: both wait.
    const waiting = [iterator.next(), iterator.next()]
    expect(await iterator.return?.()).toEqual({ done: true, value: undefined })
    expect(await Promise.all(waiting)).toEqual([
      { done: true, value: undefined },
      { done: true, value: undefined }
    ])
    expect(await iterator.next()).toEqual({ done: true, value: undefined })
    expect((await run.result).status).toBe("succeeded")
    expect(await other).toEqual(await all(run))
  })

  it("begin anew in every loop; leaving one early costs the next nothing", async () => {
    await using flow = await open()
    const run = await flow.run(long)
    for await (const { seq } of run) if (seq === 3) break
    const seen = await all(run)
    expect(seen).toEqual(counted(seen.length))
  })
})
