// Runs the rules of this folder over the repository: `node scripts/check/source_rules.ts`.
import { fileURLToPath } from "node:url"
import { checkCodePlaces } from "./code_places.ts"
import { checkFileNames } from "./file_names.ts"
import { checkForbiddenCalls } from "./forbidden_calls.ts"
import { checkImportDirections, checkPlainModules } from "./import_directions.ts"
import { checkLockFile } from "./lock_file.ts"
import { checkEntryModules, inspectPublicSymbols } from "./public_symbols.ts"
import { openProject } from "./source_project.ts"

using project = openProject(fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, ""))

const symbols = inspectPublicSymbols(project)
const findings = [
  ...checkLockFile(project.root),
  ...checkFileNames(project),
  ...checkImportDirections(project),
  ...checkPlainModules(project),
  ...checkEntryModules(project),
  ...checkCodePlaces(project),
  ...checkForbiddenCalls(project),
  ...symbols.findings
]
for (const { file, line, message } of findings) console.log(`${file}:${line} ${message}`)
console.log(
  `${project.files.length} files, ${symbols.count} public symbols, ${symbols.withExample} of them with an example`
)
process.exitCode = findings.length === 0 ? 0 : 1
