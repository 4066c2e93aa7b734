// Turns `expression // => value` into a comparison.
import {
  isExpressionStatement,
  isIdentifier,
  isVariableStatement,
  type Node,
  type SourceFile
} from "typescript/unstable/ast"

/** An example with its comparisons, how many they are, and lines whose value belongs to no expression. */
export interface MarkedExample {
  readonly text: string
  readonly assertions: number
  readonly stray: ReadonlyArray<number>
}

interface Edit {
  readonly at: number
  readonly text: string
}

const value = /^\s*;?\s*\/\/ => (.+)$/

const editsOf = (node: Node, source: SourceFile, place: string, expected: string): ReadonlyArray<Edit> => {
  const end = `, (${expected}), ${JSON.stringify(place)})`
  if (isExpressionStatement(node)) {
    return [
      { at: node.getStart(source), text: "assertValue((" },
      { at: node.expression.getEnd(), text: `)${end}` }
    ]
  }
  const [declaration, ...others] = isVariableStatement(node) ? node.declarationList.declarations : []
  if (declaration === undefined || others.length > 0 || !isIdentifier(declaration.name)) return []
  return [{ at: node.getEnd(), text: `; assertValue(${declaration.name.text}${end}` }]
}

/**
 * The text of an example with a comparison for each `// => value` after an expression or after `const name = ...`.
 * Lines stay where they are: the import goes to the first one, which is blank because a fence came before the example.
 */
export const markAssertions = (source: SourceFile, file: string, assertModule: string): MarkedExample => {
  const lines = source.text.split("\n")
  const wanted = new Set(lines.flatMap((line, index) => (/\/\/ =>/.test(line) ? [index] : [])))
  const edits: Array<Edit> = []
  let assertions = 0
  const visit = (node: Node): void => {
    const { line, character } = source.getLineAndCharacterOfPosition(node.getEnd())
    const expected = value.exec((lines[line] ?? "").slice(character))?.[1]
    const found =
      expected === undefined || !wanted.has(line) ? [] : editsOf(node, source, `${file}:${line + 1}`, expected)
    if (found.length > 0) {
      wanted.delete(line)
      edits.push(...found)
      assertions += 1
    }
    node.forEachChild(visit)
  }
  visit(source)
  let text = source.text
  for (const edit of edits.toSorted((left, right) => right.at - left.at)) {
    text = text.slice(0, edit.at) + edit.text + text.slice(edit.at)
  }
  const header = `import { assertValue } from ${JSON.stringify(assertModule)}; void assertValue`
  return { text: header + text, assertions, stray: [...wanted].map((line) => line + 1) }
}
