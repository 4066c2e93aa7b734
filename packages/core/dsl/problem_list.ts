import { didYouMean } from "../error/hint.ts"
import { type Problem, type ProblemCode, remedyOf, type Severity } from "./problem.ts"
import type { YamlDocument } from "./read_yaml.ts"

interface ProblemOptions {
  readonly severity?: Severity
  /** Names that could have been meant instead of this one. */
  readonly meant?: { readonly name: string; readonly known: Iterable<string> }
}

/** Collects the problems of a document, each at its place. */
export class ProblemList {
  readonly #document: YamlDocument
  readonly #problems: Array<Problem> = []

  constructor(document: YamlDocument) {
    this.#document = document
  }

  /** Notes an error, or a warning when said so. */
  add(code: ProblemCode, pointer: string, message: string, options: ProblemOptions = {}): void {
    const hint = options.meant === undefined ? undefined : didYouMean(options.meant.name, options.meant.known)
    const remedy = remedyOf(code)
    this.#problems.push({
      code,
      severity: options.severity ?? "error",
      message,
      pointer,
      ...this.#document.locate(pointer),
      fix: hint === undefined ? remedy : `${hint[0]?.toUpperCase()}${hint.slice(1)} ${remedy}`
    })
  }

  warn(code: ProblemCode, pointer: string, message: string, options: Omit<ProblemOptions, "severity"> = {}): void {
    this.add(code, pointer, message, { ...options, severity: "warning" })
  }

  has(code: ProblemCode): boolean {
    return this.#problems.some((problem) => problem.code === code)
  }

  /** All problems in the order of the file. */
  get sorted(): ReadonlyArray<Problem> {
    return this.#problems.toSorted((left, right) => left.line - right.line || left.column - right.column)
  }
}
