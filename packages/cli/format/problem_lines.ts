import type { ReportedProblem } from "./error_problems.ts"
import { oneLine } from "./safe_text.ts"
import type { Style } from "./style.ts"

const placeOf = (problem: ReportedProblem, file: string | undefined): string => {
  // What was never text has no lines.
  const place = (problem.line ?? 0) === 0 ? "" : `:${problem.line}:${problem.column ?? 1}`
  if (file !== undefined) return `${oneLine(file)}${place} `
  return problem.node_id === undefined ? "" : `${oneLine(problem.node_id)} `
}

/** A problem as two lines: `greet.yml:12:5 error node_config_invalid what is wrong` and what to do about it. */
export const problemLines = (
  problem: ReportedProblem,
  file: string | undefined,
  style: Style
): ReadonlyArray<string> => {
  const isWarning = problem.severity === "warning"
  const severity = isWarning ? style.warn("warning") : style.bad("error")
  const first = `${placeOf(problem, file)}${severity} ${style.bold(oneLine(problem.code))} ${oneLine(problem.message)}`
  return problem.fix === undefined ? [first] : [first, `  fix: ${oneLine(problem.fix)}`]
}
