// Writes the generated sections of all Markdown files, or with `--check` says which are out of date.
import { globSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { exitCodes } from "./exit_codes.ts"
import { replaceSections, type SectionMaker } from "./replace_sections.ts"

const makers: ReadonlyMap<string, SectionMaker> = new Map([["exit codes", exitCodes]])

const root = fileURLToPath(new URL("../..", import.meta.url))
const checking = process.argv.includes("--check")
const problems: Array<string> = []
let count = 0

for (const file of globSync("{*,packages/*/*,examples/**/*}.md", { cwd: root, exclude: ["**/node_modules/**"] })) {
  const old = readFileSync(join(root, file), "utf8")
  const { text, names, problems: found } = replaceSections(old, makers)
  count += names.length
  problems.push(...found.map((problem) => `${file}: ${problem}`))
  if (text === old) continue
  if (checking) problems.push(`${file} is out of date: npm run generate`)
  else writeFileSync(join(root, file), text)
}
for (const problem of problems) console.log(problem)
console.log(`${count} generated sections`)
process.exitCode = problems.length === 0 ? 0 : 1
