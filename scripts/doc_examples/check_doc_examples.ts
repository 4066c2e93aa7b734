// Type-checks and runs the examples of doc comments and Markdown files: `node scripts/doc_examples/check_doc_examples.ts`.
import { spawnSync } from "node:child_process"
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { isShipped, openProject } from "../check/source_project.ts"
import { type DocExample, examplesOfMarkdown, examplesOfSource } from "./extract_examples.ts"
import { markAssertions } from "./mark_assertions.ts"

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "")
// In dist and not below node_modules, where Node strips no types. The process id keeps two runs apart.
const folder = join(root, "dist", "doc_examples", String(process.pid))

const find = (pattern: string) =>
  globSync(pattern, { cwd: root, exclude: (path) => /(^|\/)(node_modules|dist)$/.test(path.replaceAll("\\", "/")) })
    .map((path) => path.replaceAll("\\", "/"))
    .sort()

const read = (path: string) => readFileSync(join(root, path), "utf8")

const findExamples = (): ReadonlyArray<DocExample> => [
  ...find("packages/**/*.ts")
    .filter(isShipped)
    .flatMap((path) => examplesOfSource(path, read(path))),
  ...find("{*,docs/**/*,packages/*/*,examples/**/*}.md").flatMap((path) => examplesOfMarkdown(path, read(path)))
]

/** Where an example is generated: the source file's path is a folder, the line is the name. */
const generatedPath = (example: DocExample) => `${example.file}/${example.line}.ts`

const configuration = {
  extends: join(root, "tsconfig.json"),
  compilerOptions: { noUnusedLocals: false, noUnusedParameters: false },
  // Global declarations are imported by nobody.
  include: ["**/*.ts", join(root, "packages/*/*/*.d.ts")],
  exclude: []
}
// Enough to find statements; resolving every import twice would take as long as checking them.
const syntaxOnly = { compilerOptions: { noResolve: true, noLib: true, types: [] }, include: ["**/*.ts"] }

/** Writes the examples as modules with comparisons; returns their number and the values that belong to nothing. */
const generate = (examples: ReadonlyArray<DocExample>) => {
  for (const example of examples) {
    mkdirSync(dirname(join(folder, generatedPath(example))), { recursive: true })
    writeFileSync(join(folder, generatedPath(example)), example.text)
  }
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(configuration))
  writeFileSync(join(folder, "syntax.json"), JSON.stringify(syntaxOnly))
  using project = openProject(folder, "syntax.json")
  const assertModule = fileURLToPath(new URL("./assert_value.ts", import.meta.url))
  let assertions = 0
  const stray: Array<string> = []
  for (const { path, source } of project.files) {
    const marked = markAssertions(source, dirname(path), assertModule)
    writeFileSync(join(folder, path), marked.text)
    assertions += marked.assertions
    stray.push(
      ...marked.stray.map((line) => `${dirname(path)}:${line} the value after "// =>" belongs to no expression`)
    )
  }
  return { assertions, stray }
}

/** Runs Node on a file; returns what it said when it failed, with the places of the examples' sources. */
const failureOf = (...parameters: ReadonlyArray<string>): ReadonlyArray<string> => {
  const { status, stdout, stderr } = spawnSync(process.execPath, parameters, { cwd: root, encoding: "utf8" })
  if (status === 0) return []
  const generated = new RegExp(`(file://)?[^\\s(]*dist/doc_examples/${process.pid}/([^\\s(]+)/\\d+\\.ts`, "g")
  return [`${stdout}${stderr}`.replaceAll("\\", "/").replace(generated, "$2").trimEnd()]
}

const examples = findExamples()
mkdirSync(folder, { recursive: true })
try {
  const { assertions, stray } = generate(examples)
  const tsc = fileURLToPath(new URL("../bin/tsc", import.meta.resolve("typescript")))
  const run = fileURLToPath(new URL("./run_examples.ts", import.meta.url))
  const files = examples.filter((example) => example.runs).map(generatedPath)
  const problems = [
    ...stray,
    ...failureOf(tsc, "--noEmit", "--pretty", "false", "-p", folder),
    ...failureOf(run, folder, ...files)
  ]
  for (const problem of problems) console.log(problem)
  console.log(`${examples.length} examples, ${files.length} of them run, ${assertions} values compared`)
  process.exitCode = problems.length === 0 ? 0 : 1
} finally {
  rmSync(folder, { recursive: true })
}
