/** Tools and knowledge of a host: through the library, through `--import`, and what `doctor` says without them. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import * as parts from "./fixtures/desk_parts.ts"
import { runInProcess } from "./fixtures/in_process.ts"
import { fixture } from "./fixtures/stored_run.ts"
import { isError, open } from "./mod.ts"

const home = mkdtempSync(join(tmpdir(), "flowglass-parts-"))
afterAll(() => rmSync(home, { recursive: true }))

const flowglass = (...args: ReadonlyArray<string>) => runInProcess(args, { FLOWGLASS_HOME: home })
const desk = fixture("desk.yml")
const question = { question: "When does the desk open?" }
const outputs = { time: "noon as %H:%M", found: [{ title: "Hours", content: "The desk opens at nine." }] }

describe("tools and knowledge of a host", () => {
  it("are options of open", async () => {
    await using flow = await open(parts)
    const run = await flow.run(desk, { inputs: question })
    expect(await run.result).toMatchObject({ status: "succeeded", outputs })
  })

  it("a knowledge base can say what it is about", async () => {
    const base = [{ title: "Hours", content: "The desk opens at nine." }]
    const handbook = { name: "Handbook", description: "house rules", base }
    await using flow = await open({ ...parts, knowledge: { handbook } })
    const run = await flow.run(desk, { inputs: question })
    expect((await run.result).status).toBe("succeeded")
  })

  it("belong to the one engine they were given to", async () => {
    await using connected = await open(parts)
    await using other = await open()
    await expect(other.run(desk, { inputs: question })).rejects.toSatisfy((error: unknown) =>
      isError(error, "preflight_failed")
    )
    const run = await connected.run(desk, { inputs: question })
    expect((await run.result).status).toBe("succeeded")
  })

  it.each([
    [{ tools: { a: 5 } }, "open: options.tools.a must be a function, not a number."],
    [{ tools: [] }, "open: options.tools must be an object, not an array."],
    [
      { knowledge: { a: [{ title: "x" }] } },
      "open: options.knowledge.a must be a search function, an array of { content }, or { base } with one of them, not an array."
    ],
    [
      { knowledge: { a: { base: [{ content: "x" }], description: 5 } } },
      "open: options.knowledge.a must be a search function, an array of { content }, or { base } with one of them, not an object."
    ]
  ])("hostile: %o are refused by name", async (given, message) => {
    const opened: unknown = Reflect.apply(open, undefined, [given])
    await expect(opened).rejects.toSatisfy(
      (error: unknown) => isError(error, "host_argument_invalid") && error.message === message
    )
  })

  it.live("are modules of --import", () =>
    Effect.gen(function* () {
      const imported = ["--import", fixture("desk_parts.ts")]
      const run = yield* flowglass("run", desk, "--inputs", JSON.stringify(question), "--json", ...imported)
      expect(run.stderr).toBe("")
      expect(JSON.parse(run.stdout)).toMatchObject({ status: "succeeded", outputs })
      const doctor = yield* flowglass("doctor", desk, ...imported)
      expect(doctor.exitCode).toBe(0)
      expect(doctor.stdout).toMatch(/runs here/)
    })
  )

  it.live("that are missing are told by doctor, each with the name to give it under", () =>
    Effect.gen(function* () {
      const doctor = yield* flowglass("doctor", desk, "--json")
      expect(doctor.exitCode).toBe(22)
      const { nodes } = JSON.parse(doctor.stdout)
      expect(nodes).toMatchObject([
        { verdict: "runs" },
        {
          verdict: "needs_mapping",
          mockable: true,
          findings: [
            { code: "retrieval_not_mapped", message: expect.stringMatching(/"handbook".*under its id or "\*"/) }
          ]
        },
        {
          verdict: "needs_mapping",
          mockable: true,
          findings: [
            { code: "tool_not_mapped", message: expect.stringContaining('"time/current_time" or "current_time"') }
          ]
        },
        { verdict: "runs" }
      ])
      const mocked = yield* flowglass("run", desk, "--inputs", JSON.stringify(question), "--mock-externals")
      expect(mocked.exitCode).toBe(0)
    })
  )
})
