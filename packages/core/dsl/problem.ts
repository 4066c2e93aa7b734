import { DslInvalid, dslErrors } from "../error/dsl_errors.ts"
import { graphErrors } from "../error/graph_errors.ts"
import type { Position } from "./yaml/line_index.ts"

/** The classes of everything that can be wrong with a workflow file. */
export const problemErrors = [...dslErrors, ...graphErrors] as const

/** An error about a workflow file: its one problem, or `dsl_invalid` with all of them. */
export type DslError = InstanceType<(typeof problemErrors)[number]>

/** A code of a problem. */
export type ProblemCode = DslError["code"]

/** Errors keep a workflow from running, warnings only with `--strict`. */
export type Severity = "error" | "warning"

/** One thing that is wrong with a workflow file, and where: line and column are 0 where there is no text. */
export interface Problem extends Position {
  readonly code: ProblemCode
  readonly severity: Severity
  /** What is wrong with what: a sentence without its place. */
  readonly message: string
  /** JSON pointer to the value, also where the value is missing. */
  readonly pointer: string
  /** What to do about it. */
  readonly fix: string
}

const classes = new Map(problemErrors.map((problemError) => [problemError.declaration.code, problemError]))

/** What to do about a problem of this code, whatever its place. */
export const remedyOf = (code: ProblemCode): string => classes.get(code)?.declaration.remedy ?? ""

const placeOf = ({ line, column, pointer }: Problem): string => {
  if (line > 0) return `line ${line}, column ${column}`
  return pointer === "" ? "the workflow" : pointer
}

/**
 * The error that several problems add up to: of the very code when there is one, else `dsl_invalid`. Its `params` hold
 * the problem, or all as `problems`. Undefined when there are none.
 */
export const dslErrorOf = (problems: ReadonlyArray<Problem>): DslError | undefined => {
  const [first, ...others] = problems
  if (first === undefined) return undefined
  const errorClass = classes.get(first.code)
  if (others.length === 0 && errorClass !== undefined) {
    return new errorClass({ message: `${placeOf(first)}: ${first.message}`, params: first })
  }
  const lines = problems.map((problem) => `${placeOf(problem)}: ${problem.message} (${problem.code})`)
  return new DslInvalid({
    message: `The workflow file has ${problems.length} problems:\n${lines.join("\n")}`,
    params: { problems }
  })
}
