import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, describe, expect, it } from "@effect/vitest"
import { checkCodePlaces } from "./code_places.ts"
import { checkFileNames } from "./file_names.ts"
import { checkForbiddenCalls } from "./forbidden_calls.ts"
import { checkImportDirections, checkPlainModules } from "./import_directions.ts"
import { checkEntryModules, inspectPublicSymbols } from "./public_symbols.ts"
import { type Finding, openProject, type SourceProject } from "./source_project.ts"

const root = mkdtempSync(join(tmpdir(), "source rules "))
afterAll(() => rmSync(root, { recursive: true }))
let projects = 0

/** What a rule says about a repository of these files, as `path:line message`. */
const told = (rule: (project: SourceProject) => ReadonlyArray<Finding>, files: { readonly [path: string]: string }) => {
  projects += 1
  const folder = join(root, String(projects))
  const manifests = ["core", "inspector", "http", "cli"].map((name): [string, string] => [
    `packages/${name}/package.json`,
    JSON.stringify({ name: `@flowglass/${name}`, dependencies: { yaml: "2.9.1" }, peerDependencies: { effect: "1" } })
  ])
  const configuration = JSON.stringify({ compilerOptions: { noLib: true, types: [], module: "nodenext" } })
  for (const [path, text] of [...manifests, ["tsconfig.json", configuration] as const, ...Object.entries(files)]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  using project = openProject(folder)
  return rule(project)
    .map(({ file, line, message }) => `${file}:${line} ${message}`)
    .sort()
}

const findings = (project: SourceProject) => inspectPublicSymbols(project).findings

describe("file names", () => {
  it("are snake_case and say something", () => {
    const text = "export {}"
    expect(
      told(checkFileNames, {
        "packages/core/node/if_else.ts": text,
        "packages/core/node/_private_part.ts": text,
        "packages/core/node/if_else_integration_test.ts": text,
        "examples/01_greet/greet.ts": text,
        "packages/core/node/ifElse.ts": text,
        "packages/core/utils/text.ts": text,
        "packages/core/_helpers.ts": text,
        "packages/core/types_test.ts": text
      })
    ).toEqual([
      'packages/core/_helpers.ts:1 "helpers" says nothing: name the file after its main symbol',
      'packages/core/node/ifElse.ts:1 "ifElse" is not snake_case',
      'packages/core/types_test.ts:1 "types" says nothing: name the file after its main symbol',
      'packages/core/utils/text.ts:1 "utils" says nothing: name the file after its main symbol'
    ])
  })
})

describe("imports", () => {
  it("never point backwards, out of the package, or into private files, however they are written", () => {
    expect(
      told(checkImportDirections, {
        "packages/core/run.ts": [
          'import { a } from "@flowglass/inspector"',
          'export * from "@flowglass/http"',
          'import type { b } from "flowglass"',
          'export const c = () => import("@flowglass/inspector/diff")',
          'import "../cli/main.ts"',
          'import "./node/_part.ts"',
          'import "@flowglass/core"',
          'export type D = import("@flowglass/http").E'
        ].join("\n"),
        "packages/cli/main.ts": 'import "@flowglass/core"\nexport {}',
        "packages/core/run_test.ts": 'import "./node/_part.ts"',
        "packages/core/node/part.ts": 'import "./_part.ts"',
        "packages/core/node/inner/part.ts": 'import "../_part.ts"',
        "packages/core/node/_part.ts": "export {}"
      })
    ).toEqual([
      "packages/cli/main.ts:1 @flowglass/core is not in the dependencies of packages/cli/package.json",
      "packages/core/run.ts:1 packages/core may not use @flowglass/inspector: cli -> http -> inspector -> core",
      "packages/core/run.ts:2 packages/core may not use @flowglass/http: cli -> http -> inspector -> core",
      "packages/core/run.ts:3 packages/core may not use flowglass: cli -> http -> inspector -> core",
      "packages/core/run.ts:4 packages/core may not use @flowglass/inspector/diff: cli -> http -> inspector -> core",
      "packages/core/run.ts:5 ../cli/main.ts leaves the package",
      "packages/core/run.ts:6 ./node/_part.ts is private to its folder",
      "packages/core/run.ts:7 @flowglass/core is this package itself: import the file",
      "packages/core/run.ts:8 packages/core may not use @flowglass/http: cli -> http -> inspector -> core"
    ])
  })

  it("name only what the package says it needs, except in tests", () => {
    const text = 'import "left-pad"\nimport "effect/Option"\nimport "node:fs"\nimport "yaml"\nimport "node:vm"'
    expect(told(checkImportDirections, { "packages/core/a.ts": text, "packages/core/a_test.ts": text })).toEqual([
      "packages/core/a.ts:1 left-pad is not in the dependencies of packages/core/package.json",
      "packages/core/a.ts:5 node:vm is not imported here: it is no sandbox"
    ])
  })

  it("keep SQL clients in the store", () => {
    const text = 'import { SqlClient } from "effect/sql"'
    expect(
      told(checkImportDirections, { "packages/core/store/sql/a.ts": text, "packages/core/run/a.ts": text })
    ).toEqual(["packages/core/run/a.ts:1 effect/sql belongs in packages/core/store/sql"])
  })

  it("of .mjs files are not TypeScript", () => {
    expect(
      told(checkPlainModules, {
        "packages/core/worker.mjs": 'import { a } from "./a.ts"\nawait import("./b.ts")\nimport c from "./c.mjs"',
        "packages/core/a.ts": "export {}"
      })
    ).toEqual(["packages/core/worker.mjs:1 imports ./a.ts", "packages/core/worker.mjs:2 imports ./b.ts"])
  })
})

describe("places", () => {
  it("are one for codes, one for SQL, and workers are .mjs", () => {
    const text =
      'defineError()({})\nsql`select 1`\nnew URL("./worker.ts", import.meta.url)\nnew URL("./worker.mjs", import.meta.url)'
    expect(
      told(checkCodePlaces, {
        "packages/core/run/a.ts": text,
        "packages/core/run/a_test.ts": text,
        "packages/core/error/run_errors.ts": "defineError()({})",
        "packages/core/store/sql/a.ts": "sql`select 1`"
      })
    ).toEqual([
      "packages/core/run/a.ts:1 defineError belongs in the error/ folder of its package",
      "packages/core/run/a.ts:2 SQL belongs in packages/core/store/sql",
      'packages/core/run/a.ts:3 new URL("./worker.ts") is not rewritten for the packed package: make it an .mjs file'
    ])
  })
})

describe("forbidden calls", () => {
  it("are calls, not words in texts and comments", () => {
    const text = [
      "// Date.now() and Math.random() are async",
      'export const text = "Date.now() async Math.random()"',
      "export const at = Date.now()",
      "export const chance = [1].map(Math.random)",
      "export const later = async () => 1",
      "export const today = new Date()",
      "export const day = new Date(0)",
      "console.log(process.env)"
    ].join("\n")
    const lines = (path: string) => told(checkForbiddenCalls, { [path]: text }).map((line) => line.split(" ")[0])
    expect(lines("packages/core/a.ts")).toEqual([3, 4, 5, 6, 8, 8].map((line) => `packages/core/a.ts:${line}`))
    expect(lines("packages/cli/a.ts")).toEqual([3, 4, 5, 6].map((line) => `packages/cli/a.ts:${line}`))
    expect(lines("packages/core/a_test.ts")).toEqual([])
    expect(lines("packages/core/bench/a.ts")).toEqual([])
  })

  it("are excused by file and kind, not by file alone", () => {
    const text = "export const open = async () => Date.now()"
    expect(told(checkForbiddenCalls, { "packages/cli/open.ts": text })).toEqual([
      "packages/cli/open.ts:1 Date.now: use Clock"
    ])
  })
})

describe("public symbols", () => {
  const manifest = JSON.stringify({ exports: { ".": "./mod.ts", "./gone": "./gone.ts" } })

  it("have doc comments, and entries exist", () => {
    expect(
      told(findings, {
        "packages/core/package.json": manifest,
        "packages/core/mod.ts": 'export * from "./a.ts"\nexport { renamed as other } from "./a.ts"',
        "packages/core/a.ts": [
          "/** Said. */",
          "export const said = 1",
          "export const unsaid = 1",
          "// not a doc comment",
          "export const renamed = 1",
          "export interface Shape { readonly a: 1 }"
        ].join("\n")
      })
    ).toEqual([
      "packages/core/a.ts:3 unsaid has no doc comment",
      "packages/core/a.ts:5 renamed has no doc comment",
      "packages/core/a.ts:6 Shape has no doc comment",
      "packages/core/package.json:1 exports packages/core/gone.ts, which does not exist"
    ])
  })

  it("come from mod.ts files that only re-export", () => {
    expect(
      told(checkEntryModules, { "packages/core/mod.ts": 'export * from "./a.ts"\nexport const b = 1\nexport {}' })
    ).toEqual(["packages/core/mod.ts:2 mod.ts only re-exports"])
  })
})
