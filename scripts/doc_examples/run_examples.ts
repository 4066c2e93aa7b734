// Runs marked examples one after the other: `node run_examples.ts FOLDER FILE...` with files relative to the folder.
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { inspect } from "node:util"
import { mismatches } from "./assert_value.ts"

const [folder = ".", ...files] = process.argv.slice(2)
const longest = 20_000
const problems: Array<string> = []
let current = ""

/** An error with the frames that a reader can do something about. */
const describe = (problem: unknown) =>
  problem instanceof Error
    ? (problem.stack ?? problem.message).replaceAll(/\n +at [^\n]*(node:internal|run_examples\.ts)[^\n]*/g, "")
    : inspect(problem)

const note = (problem: unknown) => problems.push(`${current} ${describe(problem)}`)
process.on("unhandledRejection", note)
process.on("uncaughtException", note)

for (const file of files) {
  current = file.replace(/\/(\d+)\.ts$/, ":$1")
  const late = Promise.withResolvers<void>()
  const timer = setTimeout(() => late.reject(`still runs after ${longest / 1000} s`), longest)
  await Promise.race([import(pathToFileURL(join(folder, file)).href), late.promise]).catch(note)
  clearTimeout(timer)
}
for (const problem of [...mismatches, ...problems]) process.stderr.write(`${problem}\n`)
process.exit(mismatches.length + problems.length === 0 ? 0 : 1)
