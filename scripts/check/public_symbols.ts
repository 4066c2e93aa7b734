// Rule: mod.ts only re-exports, every entry of a package exists, and every public symbol has a doc comment.
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { isExportDeclaration, SyntaxKind } from "typescript/unstable/ast"
import { SymbolFlags } from "typescript/unstable/sync"
import type { Finding, ProjectFile, SourceProject } from "./source_project.ts"
import { lineOf } from "./source_project.ts"

/** Objects to statements in mod.ts that are not `export ... from`. `export {}` marks a package without symbols yet. */
export const checkEntryModules = (project: SourceProject): ReadonlyArray<Finding> =>
  project.files
    .filter(({ path }) => path.startsWith("packages/") && path.endsWith("/mod.ts"))
    .flatMap(({ path, source }) =>
      source.statements
        .filter((statement) => !isExportDeclaration(statement))
        .map((statement) => ({ file: path, line: lineOf(source, statement), message: "mod.ts only re-exports" }))
    )

interface Entry {
  readonly packageName: string
  readonly path: string
  readonly file: ProjectFile | undefined
}

const entriesOf = (project: SourceProject): ReadonlyArray<Entry> =>
  readdirSync(join(project.root, "packages")).flatMap((packageName) => {
    const manifest = JSON.parse(readFileSync(join(project.root, "packages", packageName, "package.json"), "utf8"))
    return Object.values(manifest.exports ?? {}).map((target) => {
      const path = `packages/${packageName}/${String(target).replace("./", "")}`
      return { packageName, path, file: project.files.find((file) => file.path === path) }
    })
  })

/** The public symbols of all packages, each once, and what is wrong with them. */
export interface PublicSymbols {
  readonly count: number
  readonly withExample: number
  readonly findings: ReadonlyArray<Finding>
}

/** Looks at everything that can be imported from a package. */
export const inspectPublicSymbols = (project: SourceProject): PublicSymbols => {
  const { checker } = project
  const seen = new Set<number>()
  const findings: Array<Finding> = []
  let withExample = 0
  for (const { packageName, path, file } of entriesOf(project)) {
    const manifest = `packages/${packageName}/package.json`
    const module = file && checker.getSymbolAtLocation(file.source)
    if (file === undefined) findings.push({ file: manifest, line: 1, message: `exports ${path}, which does not exist` })
    for (const exported of module === undefined ? [] : checker.getExportsOfModule(module)) {
      const symbol = exported.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
      const node = symbol.declarations[0]?.resolve()
      if (seen.has(symbol.id) || node === undefined || node.kind === SyntaxKind.SourceFile) continue
      seen.add(symbol.id)
      if (checker.getJsDocTagsOfSymbol(symbol).some((tag) => tag.name === "example")) withExample += 1
      if (checker.getDocumentationCommentOfSymbol(symbol).trim() !== "") continue
      const source = node.getSourceFile()
      const declared = project.files.find((candidate) => candidate.source === source)
      const line = lineOf(source, node)
      findings.push({ file: declared?.path ?? path, line, message: `${exported.name} has no doc comment` })
    }
  }
  return { count: seen.size, withExample, findings }
}
