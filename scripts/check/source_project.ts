// The repository's TypeScript as the compiler sees it: what the rules of this folder look at.
import { relative } from "node:path"
import type { Node, SourceFile } from "typescript/unstable/ast"
import type { FileSystem } from "typescript/unstable/fs"
import { API, type Checker } from "typescript/unstable/sync"

/** Something a rule objects to. */
export interface Finding {
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly message: string
}

/** A file of the project; its path is relative to the root and has forward slashes. */
export interface ProjectFile {
  readonly path: string
  /** `core` for a file in packages/core, undefined outside packages. */
  readonly packageName: string | undefined
  readonly source: SourceFile
}

/** All files of a tsconfig with their syntax trees, and the checker. */
export interface SourceProject extends Disposable {
  readonly root: string
  readonly files: ReadonlyArray<ProjectFile>
  readonly checker: Checker
}

/** Opens the project of `root/tsconfig.json`, or of a file system made for a test. */
export const openProject = (root: string, configuration = "tsconfig.json", fs?: FileSystem): SourceProject => {
  const api = new API({ cwd: root, ...(fs && { fs }) })
  const project = api.updateSnapshot({ openProjects: [`${root}/${configuration}`] }).getProjects()[0]
  if (project === undefined) throw new Error(`${root}/${configuration} is not a TypeScript project`)
  const files = project.rootFiles.flatMap((name): ReadonlyArray<ProjectFile> => {
    const source = project.program.getSourceFile(name)
    const path = relative(root, name).replaceAll("\\", "/")
    return source === undefined ? [] : [{ path, packageName: /^packages\/([^/]+)\//.exec(path)?.[1], source }]
  })
  return { root, files, checker: project.checker, [Symbol.dispose]: () => api.close() }
}

/** Whether a file is shipped: in a package, and no test, nothing that only tests use (`_test_server.ts`), no benchmark. */
export const isShipped = (path: string): boolean =>
  path.startsWith("packages/") && !/_test\.ts$|\/(_test_[^/]+|(fixtures|bench|generated)\/.*)$/.test(path)

/** The line of a node, from 1. */
export const lineOf = (source: SourceFile, node: Node): number =>
  source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1

/** Calls `visit` for a node and everything below it. */
export const walk = (node: Node, visit: (node: Node) => void): void => {
  visit(node)
  node.forEachChild((child) => walk(child, visit))
}
