// `npm run check [part ...]`: everything that can be said about the code without running the program.
import { spawn } from "node:child_process"
import { availableParallelism } from "node:os"
import { performance } from "node:perf_hooks"
import { fileURLToPath } from "node:url"

interface Part {
  readonly name: string
  /** A JavaScript or TypeScript file below the root, and its parameters. */
  readonly run: readonly [string, ...ReadonlyArray<string>]
}

const root = fileURLToPath(new URL("..", import.meta.url))

/** The slowest first, so that two cores end together. */
const parts: ReadonlyArray<Part> = [
  {
    name: "effect",
    run: [
      "node_modules/@effect/tsgo/dist/effect-tsgo.cjs",
      "diagnostics",
      "--project",
      "tsconfig.json",
      "--format",
      "text"
    ]
  },
  { name: "doc-examples", run: ["scripts/doc_examples/check_doc_examples.ts"] },
  { name: "types", run: ["node_modules/typescript/bin/tsc", "--noEmit", "--pretty", "false", "-p", "tsconfig.json"] },
  { name: "exports", run: ["scripts/check/source_rules.ts"] },
  { name: "lint", run: ["node_modules/oxlint/bin/oxlint"] },
  { name: "format", run: ["node_modules/@biomejs/biome/bin/biome", "check", "--colors=off"] },
  { name: "generated", run: ["scripts/generated/generate.ts", "--check"] }
]

interface Outcome {
  readonly name: string
  readonly succeeded: boolean
  readonly output: string
}

const runPart = ({ name, run }: Part): Promise<Outcome> => {
  const started = performance.now()
  const { promise, resolve } = Promise.withResolvers<Outcome>()
  const env = { ...process.env, NO_COLOR: "1" }
  const child = spawn(process.execPath, run, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] })
  const output: Array<string> = []
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => output.push(text))
  child.on("error", (error) => output.push(error.message))
  child.on("close", (code) => {
    const said = output.join("").trim()
    const succeeded = code === 0
    const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(5)
    const summary = succeeded ? (said.split("\n").at(-1) ?? "") : "see below"
    console.log(`${succeeded ? "ok  " : "FAIL"} ${name.padEnd(12)} ${seconds} s  ${summary}`)
    resolve({ name, succeeded, output: said })
  })
  return promise
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => parts.every((part) => part.name !== name))
if (unknown.length > 0) {
  console.error(`no such part: ${unknown.join(", ")}; there are ${parts.map((part) => part.name).join(", ")}`)
  process.exit(2)
}

const waiting = parts.filter((part) => wanted.length === 0 || wanted.includes(part.name))
const outcomes: Array<Outcome> = []
const work = async (): Promise<void> => {
  for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) outcomes.push(await runPart(part))
}
await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, work))

const failed = outcomes.filter((outcome) => !outcome.succeeded)
for (const { name, output } of failed) console.log(`\n--- ${name}\n${output}`)
console.log(`\n${outcomes.length - failed.length} passed, ${failed.length} failed`)
process.exitCode = failed.length === 0 ? 0 : 1
