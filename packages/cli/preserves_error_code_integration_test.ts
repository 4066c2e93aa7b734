import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { WorkflowRunner } from "@flowglass/core"
import {
  type InspectionScope,
  Inspector,
  layerMemory,
  NodeNotInWorkflowRun,
  NodeOutputNotDeclared,
  PublishedRunInspectorNotImplemented,
  WorkflowRunNotFound
} from "@flowglass/inspector"
import { Effect, Runtime } from "effect"
import { createClient } from "../http/generated/client.ts"
import { inspectionPath, ServedGreeting } from "./_test_served_greeting.ts"
import { isError, open } from "./mod.ts"

interface Case {
  /** Its declaration says which code and status every surface has to show. */
  readonly error:
    | typeof WorkflowRunNotFound
    | typeof PublishedRunInspectorNotImplemented
    | typeof NodeNotInWorkflowRun
    | typeof NodeOutputNotDeclared
  readonly message: (run: string) => string
  readonly run?: string
  readonly node?: string
  readonly output?: string
  readonly path?: "draft" | "published"
  /** The run is one of a published workflow. */
  readonly isPublished?: boolean
}

const missing = "019ab0f3-6a51-7000-8000-000000000000"

const cases: ReadonlyArray<Case> = [
  { error: WorkflowRunNotFound, run: missing, message: () => "Workflow run not found." },
  {
    error: PublishedRunInspectorNotImplemented,
    isPublished: true,
    path: "draft",
    message: () => "Inspector for published runs is not implemented yet."
  },
  {
    error: NodeNotInWorkflowRun,
    node: "greter",
    message: (run) => `Node 'greter' does not appear in workflow run '${run}'.`
  },
  {
    error: NodeOutputNotDeclared,
    node: "greeter",
    output: "txt",
    message: () => "Output 'txt' is not declared on node 'greeter'."
  }
]

const file = fileURLToPath(new URL("./fixtures/packed/greet.yml", import.meta.url))
const command = fileURLToPath(new URL("./flowglass.mjs", import.meta.url))
const optionsOf = ({ isPublished }: Case) => ({
  inputs: { name: "Ada" },
  trigger: isPublished === true ? ("app-run" as const) : ("debugging" as const)
})

const home = mkdtempSync(join(tmpdir(), "flowglass home "))
const flowglass = (...args: ReadonlyArray<string>) =>
  spawnSync(process.execPath, [command, ...args], { cwd: home, encoding: "utf8", env: { PATH: process.env.PATH } })

const kept = new Map<boolean, string>()

beforeAll(() => {
  for (const isPublished of [false, true]) {
    const trigger = isPublished ? "app-run" : "debugging"
    const { stdout } = flowglass("run", file, "--inputs", '{"name":"Ada"}', "--trigger", trigger, "--json")
    const report: unknown = JSON.parse(stdout)
    assert(typeof report === "object" && report !== null && "run_id" in report)
    kept.set(isPublished, String(report.run_id))
  }
}, 60_000)
afterAll(() => rmSync(home, { recursive: true }))

const inspect = (
  inspector: Inspector["Service"],
  run: string,
  { node, output, path }: Case
): Effect.Effect<unknown, unknown> => {
  const scope: InspectionScope = path === undefined ? {} : { path }
  if (node === undefined) return inspector.snapshot(run, scope)
  return output === undefined ? inspector.node(run, node, scope) : inspector.output(run, node, output, scope)
}

describe("preserves the inspector's error code", () => {
  for (const one of cases) {
    const { error: declared, message } = one
    const { code, status } = declared.declaration

    it.live(`${code}, in the Effect error channel`, () =>
      Effect.gen(function* () {
        const runner = yield* WorkflowRunner
        const run = one.run ?? (yield* runner.run(file, optionsOf(one))).run_id
        const error = yield* Effect.flip(inspect(yield* Inspector, run, one))
        assert(isError(error, code))
        assert.deepStrictEqual(JSON.parse(JSON.stringify(error)), { code, message: message(run), status })
        assert.strictEqual(error._tag, code)
        assert.strictEqual(Runtime.getErrorExitCode(error), 33)
      }).pipe(Effect.provide(layerMemory))
    )

    it(`${code}, from the promise entry`, async () => {
      await using flow = await open()
      const started = await flow.run(file, optionsOf(one))
      await started.result
      const { node, output, path } = one
      const run = one.run ?? started.id
      const target = { run, ...(node && { node }), ...(output && { output }), ...(path && { path }) }
      const error = await flow.inspect(target).then(
        () => undefined,
        (cause: unknown) => cause
      )
      assert(isError(error, code))
      assert.deepStrictEqual([error.code, error.message, error.status], [code, message(run), status])
    })

    it(`${code}, as exit code and stderr of the command line`, () => {
      const run = one.run ?? kept.get(one.isPublished === true) ?? ""
      const place = [one.node, one.output].filter((part) => part !== undefined)
      const path = one.path === undefined ? [] : ["--path", one.path]
      const { status: exitCode, stdout, stderr } = flowglass("inspect", run, ...place, ...path, "--json")
      assert.strictEqual(stdout, "")
      const { hint: _, ...body } = JSON.parse(stderr)
      assert.deepStrictEqual(body, { code, message: message(run), status })
      assert.strictEqual(exitCode, 33)
    })
  }

  it.layer(ServedGreeting.layer, { timeout: "30 seconds", excludeTestServices: true })("over HTTP", (it) => {
    for (const one of cases) {
      const { error: declared, message } = one
      const { code, status } = declared.declaration
      const runOf = (served: ServedGreeting["Service"]) =>
        one.run ?? (one.isPublished === true ? served.publishedRun : served.draftRun)

      it.effect(`${code}, as the body of a response`, () =>
        Effect.gen(function* () {
          const served = yield* ServedGreeting
          const run = runOf(served)
          const answer = yield* served.get(inspectionPath(served.app, run, one))
          assert.deepStrictEqual([answer.status, answer.json], [404, { code, message: message(run), status }])
          assert.match(String(answer.headers["content-type"]), /^application\/json/)
        })
      )

      it.effect(`${code}, before an event stream begins`, () =>
        Effect.gen(function* () {
          const served = yield* ServedGreeting
          const run = runOf(served)
          // Streams are of whole runs: what is wrong with a node is told where a reader asks for the node.
          const path = `${inspectionPath(served.app, run, one)}${one.node === undefined ? "/events" : ""}`
          const answer = yield* served.get(path, { accept: "text/event-stream", "last-event-id": "3" })
          assert.deepStrictEqual([answer.status, answer.json], [404, { code, message: message(run), status }])
          assert.match(String(answer.headers["content-type"]), /^application\/json/)
          assert.notInclude(answer.text, "event:")
        })
      )

      it.effect(`${code}, as what the generated client returns`, () =>
        Effect.gen(function* () {
          const served = yield* ServedGreeting
          const { inspector } = createClient({ baseUrl: served.origin, headers: () => served.headers })
          const run = runOf(served)
          const path = { app_id: served.app, run_id: run, node_id: one.node ?? "", output_name: one.output ?? "" }
          const ask = (): Promise<{ readonly ok: boolean; readonly error?: { readonly code: string } }> => {
            if (one.node === undefined) return inspector.draftSnapshot({ path })
            return one.output === undefined ? inspector.draftNode({ path }) : inspector.draftOutput({ path })
          }
          const answer = yield* Effect.promise(ask)
          assert.deepStrictEqual<unknown>(answer, { ok: false, error: { code, message: message(run), status } })
        })
      )
    }
  })
})
