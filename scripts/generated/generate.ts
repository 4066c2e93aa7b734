// Writes the generated sections of all Markdown files, or with `--check` says which are out of date.
import { globSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { Effect } from "effect"
import { errorCodes, inspectorCodes } from "./error_codes.ts"
import { exitCodes } from "./exit_codes.ts"
import { nodeTypes } from "./node_types.ts"
import { replaceSections, type SectionMaker } from "./replace_sections.ts"
import { eventFields, runEvents } from "./run_events.ts"

const nodeTypeTable = await Effect.runPromise(nodeTypes)

const makers: ReadonlyMap<string, SectionMaker> = new Map([
  ["exit codes", exitCodes],
  ["node types", () => nodeTypeTable],
  ["inspector codes", inspectorCodes],
  ["errors", errorCodes],
  ["events", runEvents],
  ["event fields", eventFields]
])

const root = fileURLToPath(new URL("../..", import.meta.url))
const checking = process.argv.includes("--check")
const problems: Array<string> = []
const used = new Set<string>()
let count = 0

for (const file of globSync("{*,docs/**/*,packages/*/*,examples/**/*}.md", {
  cwd: root,
  exclude: ["**/node_modules/**"]
})) {
  const old = readFileSync(join(root, file), "utf8")
  const { text, names, problems: found } = replaceSections(old, makers)
  count += names.length
  for (const name of names) used.add(name)
  problems.push(...found.map((problem) => `${file}: ${problem}`))
  if (text === old) continue
  if (checking) problems.push(`${file} is out of date: npm run generate`)
  else writeFileSync(join(root, file), text)
}
problems.push(
  ...[...makers.keys()].filter((name) => !used.has(name)).map((name) => `no file has the section "${name}"`)
)
for (const problem of problems) console.log(problem)
console.log(`${count} generated sections`)
process.exitCode = problems.length === 0 ? 0 : 1
