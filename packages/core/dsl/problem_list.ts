import { didYouMean } from "../error/hint.ts"
import { type Problem, type ProblemCode, remedyOf, type Severity } from "./problem.ts"
import type { YamlDocument } from "./read_yaml.ts"

interface ProblemOptions {
  readonly severity?: Severity
  /** Names that could have been meant instead of this one. */
  readonly meant?: { readonly name: string; readonly known: Iterable<string> }
}

/** Looking for the name that was meant costs time; a file where everything is wrong needs no more hints than these. */
const maximumHints = 20
/** How many names are compared for one hint. */
const maximumNames = 500

/** Collects the problems of a document, each at its place. */
export class ProblemList {
  readonly #document: Pick<YamlDocument, "locate">
  readonly #problems: Array<Problem> = []
  #hints = 0

  constructor(document: Pick<YamlDocument, "locate">) {
    this.#document = document
  }

  /** Notes an error, or a warning when said so. */
  add(code: ProblemCode, pointer: string, message: string, options: ProblemOptions = {}): void {
    const remedy = remedyOf(code)
    const hint = this.#hint(options.meant)
    this.#problems.push({
      code,
      severity: options.severity ?? "error",
      message,
      pointer,
      ...this.#document.locate(pointer),
      fix: hint === undefined ? remedy : `${hint.replace(/^d/, "D")} ${remedy}`
    })
  }

  #hint(meant: ProblemOptions["meant"]): string | undefined {
    if (meant === undefined || ++this.#hints > maximumHints) return undefined
    return didYouMean(meant.name, Iterator.from(meant.known).take(maximumNames))
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
