import { existsSync, readFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as declared from "../error/mod.ts"
import { builtinNodes } from "./builtin.ts"

const core = join(import.meta.dirname, "..")

/** What one source file raises, and the files it runs. Types do not run. */
interface SourceFile {
  readonly raises: ReadonlySet<string>
  readonly runs: ReadonlyArray<string>
}

/** The names of a clause such as `{ type A, B, c as d }` that are no types. */
const valueNames = (clause: string): ReadonlyArray<string> =>
  [...clause.matchAll(/(type\s+)?\b(\w+)\b/g)].flatMap(([, type, name = ""]) =>
    type === undefined && name !== "type" && name !== "as" ? [name] : []
  )

const readSource = (path: string): SourceFile => {
  const text = readFileSync(join(core, path), "utf8")
  const imports = [...text.matchAll(/^(?:import|export)(\s+type)?\s([^;"]*?)\sfrom "(\.[^"]+)"$/gm)]
  const body = text
    .replaceAll(/^(import|export)\s[^;"]*?\sfrom "[^"]+"$/gm, "")
    .replaceAll(/^\s*(\/\*[\s\S]*?\*\/|\/\/.*)$/gm, "")
    // The declaration itself is what is tested.
    .replaceAll(/\berrors: \[[^\]]*\]/g, "")
  const raises = new Set<string>()
  const runs: Array<string> = []
  for (const [, type, clause = "", target = ""] of imports) {
    const names = type === undefined ? valueNames(clause) : []
    const file = relative(core, join(core, dirname(path), target)).replaceAll("\\", "/")
    if (file.startsWith("error/")) {
      for (const name of names) if (/^[A-Z]/.test(name) && new RegExp(`\\b${name}\\b`).test(body)) raises.add(name)
    }
    if (names.length > 0 || clause.includes("*")) runs.push(file)
  }
  for (const [, target = ""] of body.matchAll(/\bimport\("(\.[^"]+)"\)/g)) {
    runs.push(relative(core, join(core, dirname(path), target)).replaceAll("\\", "/"))
  }
  return { raises, runs: runs.filter((file) => existsSync(join(core, file))) }
}

const sources = new Map<string, SourceFile>()

const sourceOf = (path: string): SourceFile => {
  const known = sources.get(path) ?? readSource(path)
  sources.set(path, known)
  return known
}

/** Folders that turn the failures of another folder into their own, and the codes they let through. */
const translations = [
  // _model_failure.ts makes model codes of network codes; the type `ModelError` has no others.
  { from: "model/", to: "net/", passed: ["capability_not_installed"] }
] as const

/** Codes that a node makes but does not fail with. */
const noFailures: ReadonlyMap<string, string> = new Map([
  ["any: value_not_supported", "the file's own data, while it is read: a problem of the file"],
  ["any: value_nested_too_deep", "the file's own data; the engine says it of what a node gives"],
  ["any: value_too_large", "the file's own data; the engine says it of what a node gives"],
  ["any: outbound_allow_entry_invalid", "an option of the host: found when the layer is built"],
  ["agent 2: tool_not_mapped", "said before the run; the agent itself works without its tools"],
  ["agent 2: tool_call_failed", "what a tool says when it fails is told to the model"]
])

const codeOf = new Map<string, string>(
  Object.entries(declared).flatMap(([name, value]) =>
    typeof value === "function" && "declaration" in value ? [[name, value.declaration.code] as const] : []
  )
)

/** The codes that a file and all it runs can raise, each with a file that does. */
const raisedFrom = (entry: string): ReadonlyMap<string, string> => {
  const found = new Map<string, string>()
  const seen = new Set<string>()
  const visit = (path: string): void => {
    if (seen.has(path)) return
    seen.add(path)
    const { raises, runs } = sourceOf(path)
    for (const name of raises) found.set(codeOf.get(name) ?? name, path)
    for (const next of runs) {
      const translation = translations.find(({ from, to }) => path.startsWith(from) && next.startsWith(to))
      if (translation === undefined) visit(next)
      for (const code of translation?.passed ?? []) found.set(code, path)
    }
  }
  visit(entry)
  return found
}

/** Which file defines each built-in node type, from the imports of builtin.ts. */
const files = new Map<string, string>()
for (const [, names = "", file = ""] of readFileSync(join(core, "node/builtin.ts"), "utf8").matchAll(
  /^import \{ ([^}]+) \} from "\.\/([^"]+)"$/gm
)) {
  // Helpers that define no type are files of their own.
  if (file !== "trusted_types.ts") for (const [name] of names.matchAll(/\w+/g)) files.set(name, `node/${file}`)
}

describe("the errors of a node type", () => {
  it("are those that its code can raise: none is forgotten, and none is only said", async () => {
    const wrong: Array<string> = []
    const excused = new Set<string>()
    const definitions = await Promise.all(
      [...files].map(async ([name, file]) => {
        const module: { readonly [name: string]: (typeof builtinNodes)[number] } = await import(join(core, file))
        return [module[name], file] as const
      })
    )
    assert.strictEqual(definitions.length, builtinNodes.length)
    for (const [type, file] of definitions) {
      if (type === undefined) continue
      const { description } = type
      const key = `${description.type} ${description.version}`
      const raised = raisedFrom(file)
      const named = new Set<string>(description.errors.map(({ declaration }) => declaration.code))
      for (const [code, path] of raised) {
        const excuse = [`any: ${code}`, `${key}: ${code}`].find((one) => noFailures.has(one))
        if (excuse !== undefined) excused.add(excuse)
        else if (!named.has(code)) wrong.push(`${key} does not name ${code}, which ${path} raises`)
      }
      for (const code of named) if (!raised.has(code)) wrong.push(`${key} names ${code}, which nothing it runs raises`)
    }
    assert.deepStrictEqual(wrong, [])
    assert.deepStrictEqual([...excused].toSorted(), [...noFailures.keys()].toSorted())
  })
})
