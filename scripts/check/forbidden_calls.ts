// Rule: time, chance and the host's process come from services, so that a run can be replayed and embedded quietly.
import {
  isCallExpression,
  isIdentifier,
  isNewExpression,
  isPropertyAccessExpression,
  type Node,
  SyntaxKind
} from "typescript/unstable/ast"
import { type Finding, isShipped, lineOf, type ProjectFile, type SourceProject, walk } from "./source_project.ts"

interface Prohibition {
  /** What the code says, or the start of it when it ends with a dot. */
  readonly code: string
  readonly reason: string
  readonly packages: ReadonlyArray<string>
}

const everywhere = ["core", "inspector", "http", "cli"]
const embedded = ["core", "inspector", "http"]

const prohibitions: ReadonlyArray<Prohibition> = [
  { code: "Date.now", reason: "use Clock", packages: everywhere },
  { code: "new Date()", reason: "use Clock or DateTime.now", packages: everywhere },
  { code: "Math.random", reason: "use Random", packages: everywhere },
  { code: "async", reason: "use Effect", packages: everywhere },
  { code: "process.env", reason: "embedding never reads the environment unasked", packages: embedded },
  { code: "process.exit", reason: "embedding never exits", packages: embedded },
  { code: "process.on", reason: "embedding installs no signal handlers", packages: embedded },
  { code: "console.", reason: "embedding never prints", packages: embedded }
]

/** Where a prohibition does not hold, and why: a path or the start of one ending with a slash. */
const exceptions: ReadonlyArray<{ readonly path: string; readonly code: string; readonly reason: string }> = [
  { path: "packages/cli/open.ts", code: "async", reason: "the promise entry" }
]

const sayingOf = (node: Node, file: ProjectFile): string | undefined => {
  if (node.kind === SyntaxKind.AsyncKeyword) return "async"
  if (isPropertyAccessExpression(node) && isIdentifier(node.expression)) {
    return `${node.expression.text}.${node.name.getText(file.source)}`
  }
  if (isNewExpression(node) && isIdentifier(node.expression) && node.expression.text === "Date") {
    return (node.arguments ?? []).length === 0 ? "new Date()" : undefined
  }
  return isCallExpression(node) && isIdentifier(node.expression) ? `${node.expression.text}()` : undefined
}

const isMeant = (prohibited: string, said: string) =>
  prohibited.endsWith(".") ? said.startsWith(prohibited) : said === prohibited

const isAllowed = (path: string, code: string) =>
  exceptions.some(
    (exception) =>
      exception.code === code &&
      (exception.path.endsWith("/") ? path.startsWith(exception.path) : path === exception.path)
  )

/** Objects to the clock, chance, promises and the host's process in shipped files. */
export const checkForbiddenCalls = (project: SourceProject): ReadonlyArray<Finding> =>
  project.files
    .filter(({ path }) => isShipped(path))
    .flatMap((file) => {
      const findings: Array<Finding> = []
      walk(file.source, (node) => {
        const said = sayingOf(node, file)
        const found = prohibitions.find(
          ({ code, packages }) => said !== undefined && isMeant(code, said) && packages.includes(file.packageName ?? "")
        )
        if (found === undefined || isAllowed(file.path, found.code)) return
        findings.push({ file: file.path, line: lineOf(file.source, node), message: `${said}: ${found.reason}` })
      })
      return findings
    })
