import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { RunEvent } from "@flowglass/core"
import { Effect, Schema } from "effect"
import { workflowOf } from "./drawn_graphs.ts"
import type { ExpectedCase } from "./expected_case.ts"
import { optionsOf } from "./run_in_process.ts"
import type { SeenRun } from "./seen_run.ts"

const command = fileURLToPath(new URL("../../packages/cli/flowglass.mjs", import.meta.url))
const decode = Schema.decodeUnknownEffect(Schema.Array(RunEvent))

/** Runs a case as `flowglass run FILE --format ndjson`, in a process of its own; the exit code comes with it. */
export const runByCommand = (folder: string, one: ExpectedCase): SeenRun & { readonly exitCode: number | null } => {
  const { inputs, query, mocks } = optionsOf(one)
  const workflow = workflowOf(folder, one)
  const given = typeof workflow === "string" ? workflow : join(mkdtempSync(join(tmpdir(), "drawn-")), "drawn.yml")
  if (typeof workflow !== "string") writeFileSync(given, workflow.text)
  const parameters = ["run", given, "--format", "ndjson"]
  parameters.push("--inputs", JSON.stringify(inputs), "--mocks", JSON.stringify(mocks))
  if (query !== undefined) parameters.push("--query", query)
  const from = performance.now()
  const ended = spawnSync(process.execPath, [command, ...parameters], { encoding: "utf8", timeout: 30_000 })
  const took = performance.now() - from
  if (typeof workflow !== "string") rmSync(dirname(given), { recursive: true })
  const lines: ReadonlyArray<unknown> = ended.stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line): unknown => JSON.parse(line))
  return { events: Effect.runSync(decode(lines)), took, exitCode: ended.status }
}
