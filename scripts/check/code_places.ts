// Rule: some things have one place: error codes in error/, SQL in core/store/sql, workers in .mjs files.
import {
  isCallExpression,
  isIdentifier,
  isNewExpression,
  isStringLiteral,
  isTaggedTemplateExpression,
  type Node
} from "typescript/unstable/ast"
import { type Finding, isShipped, lineOf, type SourceProject, walk } from "./source_project.ts"

const problemOf = (path: string, node: Node): string | undefined => {
  if (isCallExpression(node) && isIdentifier(node.expression) && node.expression.text === "defineError") {
    return /^packages\/[^/]+\/error\//.test(path)
      ? undefined
      : "defineError belongs in the error/ folder of its package"
  }
  if (isTaggedTemplateExpression(node) && isIdentifier(node.tag) && node.tag.text === "sql") {
    return path.startsWith("packages/core/store/sql/") ? undefined : "SQL belongs in packages/core/store/sql"
  }
  if (isNewExpression(node) && isIdentifier(node.expression) && node.expression.text === "URL") {
    const file = node.arguments?.[0]
    if (file !== undefined && isStringLiteral(file) && /^\..*\.ts$/.test(file.text)) {
      return `new URL("${file.text}") is not rewritten for the packed package: make it an .mjs file`
    }
  }
  return undefined
}

/** Objects to codes, SQL and worker files in shipped code where they do not belong. */
export const checkCodePlaces = (project: SourceProject): ReadonlyArray<Finding> =>
  project.files
    .filter(({ path }) => isShipped(path))
    .flatMap(({ path, source }) => {
      const findings: Array<Finding> = []
      walk(source, (node) => {
        const message = problemOf(path, node)
        if (message !== undefined) findings.push({ file: path, line: lineOf(source, node), message })
      })
      return findings
    })
