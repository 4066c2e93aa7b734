import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { CorpusOutcome } from "./corpus_outcome.ts"

const command = fileURLToPath(new URL("../../packages/cli/flowglass.mjs", import.meta.url))

const statusIn = (text: string): string => {
  const read: unknown = JSON.parse(text)
  return typeof read === "object" && read !== null && "status" in read ? String(read.status) : ""
}

/**
 * Runs a file through the real command line, and says where it came to something else than the engine did in this
 * process; undefined where both agree.
 */
export const compareCommand = (folder: string, outcome: CorpusOutcome): string | undefined => {
  const path = join(folder, outcome.file)
  const parameters = ["run", path, "--mock-externals", "--fill-inputs", "--query", "hello", "--format", "json"]
  const ended = spawnSync(process.execPath, [command, ...parameters], { encoding: "utf8", timeout: 30_000 })
  const { status: exitCode, signal, stdout, stderr } = ended
  if (exitCode === null) return `${path}: the command was ended by ${signal}`
  if (outcome.verdict === "refused") {
    const [code = ""] = outcome.codes
    if (exitCode >= 20 && exitCode < 70 && stderr.includes(code)) return undefined
    return `${path}: the engine says ${code}, the command ended with ${exitCode}: ${stderr}`
  }
  const expected = outcome.status === "failed" ? 1 : outcome.status === "paused" ? 3 : 0
  const status = stdout === "" ? "" : statusIn(stdout)
  if (exitCode === expected && status === outcome.status) return undefined
  return `${path}: the engine says ${outcome.status}, the command ${status} with exit code ${exitCode}: ${stderr}`
}
