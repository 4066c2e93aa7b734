import { readFileSync } from "node:fs"
import { assert, describe, expect, it } from "@effect/vitest"
import { Fact, FileValue, plainJson } from "@flowglass/core"
import { Result } from "effect"
import * as fc from "fast-check"
import { MadeRun } from "../_test_made_run.ts"
import { runView } from "../run_view.ts"
import { anyRun } from "./_test_any_run.ts"
import { readRecord } from "./read_record.ts"
import { writeRecord } from "./write_record.ts"

const sampleFile = {
  ...new FileValue({
    type: "document",
    transfer_method: "remote_url",
    remote_url: "https://a.test/r.pdf",
    filename: "r.pdf",
    size: 12
  }).toJSON(),
  preview_url: "https://a.test/r.pdf"
}

const read = (text: string) => Result.getOrThrow(readRecord(text))

describe("writeRecord", () => {
  it("what is written is read again: every fact of any run, ended or not", () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const text = writeRecord(run)
        const again = read(text)
        assert.strictEqual(writeRecord(again), text)
        expect(again.facts()).toEqual(run.facts())
        assert.deepStrictEqual(plainJson(runView(again).snapshot()), plainJson(runView(run).snapshot()))
      }),
      { numRuns: 150 }
    )
  })

  it("one line for each node, edge, fact and time; two runs that did the same differ in their first fact and times", () => {
    const made = (runId: string, at: number) => {
      const edges = [{ id: "e", source: "a", target: "b", sourceHandle: "source" }]
      const run = new MadeRun([{ id: "a" }, { id: "b" }], { runId, at, edges })
      run.clock = at
      return run
        .started("a")
        .finished("a", { outputs: { v: 1 }, elapsed: at })
        .started("b")
        .finished("b")
        .ended()
    }
    const left = writeRecord(made("1", 1000)).split("\n")
    const right = writeRecord(made("2", 5_000_000)).split("\n")
    assert.strictEqual(left.length, right.length)
    const differing = left.flatMap((line, index) => (line === right[index] ? [] : [line]))
    expect(differing[0]).toContain("run_accepted")
    assert.strictEqual(differing.length, 1 + 6)
    for (const line of differing.slice(1)) expect(line).toMatch(/^\[\d+,1(,\d+)?\],?$/)
  })

  it("a change of one output changes one line", () => {
    const made = (value: number) =>
      writeRecord(new MadeRun([{ id: "a" }, { id: "b" }]).started("a").finished("a", { outputs: { v: value } }))
    const right = made(2).split("\n")
    const differing = made(1)
      .split("\n")
      .flatMap((line, index) => (line === right[index] ? [] : [line]))
    assert.strictEqual(differing.length, 1)
    expect(differing[0]).toContain('"outputs":{"v":1}')
  })

  it("a run without nodes and edges is a record too", () => {
    const run = new MadeRun([])
    expect(read(writeRecord(run)).graph).toEqual(run.graph)
  })

  it("credentials in node data are masked, the rest of the data is kept", () => {
    const data = {
      type: "http-request",
      url: "https://a.test",
      authorization: { type: "api-key", config: { type: "bearer", api_key: "sk-live-0123456789", header: "" } },
      headers: "Accept: */*\nAuthorization: Bearer sk-other-0123456789\nX-Request: 7"
    }
    const run = new MadeRun([{ id: "call", data }]).started("call")
    run.finished("call", { outputs: { body: "you said sk-live-0123456789" } })
    const text = writeRecord(run)
    expect(text).not.toContain("sk-live-0123456789")
    expect(text).not.toContain("sk-other-0123456789")
    expect(read(text).graph.nodes[0]?.data).toEqual({
      ...data,
      authorization: { type: "api-key", config: { type: "bearer", api_key: "sk-liv************89", header: "" } },
      headers: "Accept: */*\nAuthorization: Bearer sk-oth************89\nX-Request: 7"
    })
  })

  it("a secret that is no text is masked too", () => {
    const run = new MadeRun([], { secretNames: ["PIN"], environment: { PIN: 123456789, OPEN: 123456789 } })
    const [accepted] = read(writeRecord(run)).facts()
    expect(accepted).toMatchObject({ environment: { PIN: "123456************89", OPEN: 123456789 } })
  })
})

describe("records of version 1", () => {
  const sample = readFileSync(new URL("fixtures/version_1.record", import.meta.url), "utf8")

  it("stay readable: the sample is read, and shows what it showed", () => {
    const run = read(sample)
    const nodes = runView(run)
      .snapshot()
      .node_outputs.map((node) => {
        const outputs = node.outputs.map(
          (output) => `${output.name} ${output.status} ${plainJson(output.value_preview)}`
        )
        return [node.node_id, node.node_status, ...outputs].join(", ")
      })
    expect(nodes).toEqual([
      'start, ready, name ready "Ada", sys.user_id ready "local"',
      `call, ready, status_code ready 200, body ready "you are sk-sec************89", files ready ${plainJson([sampleFile])}`,
      'greeter, ready, text ready "Hello Ada", usage ready {"total_tokens":5,"ratio":1,"none":null}, extra ready "\\u0000\\ud800"',
      'each, ready, output ready ["item 0","item 1"]',
      'item, ready, output ready "item 1"',
      "agent, ready, text type_check_failed 7, report not_produced null",
      "person, ready",
      "late, failed, result failed null",
      "end, idle, greeting pending null"
    ])
    expect(runView(run).status).toBe("stopped")
  })

  it("are written as they were read", () => {
    assert.strictEqual(writeRecord(read(sample)), sample)
  })

  it("the sample has every kind of fact", () => {
    const kinds = new Set(
      read(sample)
        .facts()
        .map((fact) => fact.kind)
    )
    const all = Fact.members.map((member) => member.fields.kind.literal)
    expect([...kinds].toSorted()).toEqual(all.toSorted())
  })
})
