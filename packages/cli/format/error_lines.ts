import { type FlowglassError, hintOf } from "@flowglass/core/error"
import { sourceOf } from "../error/error_source.ts"
import { problemsOf } from "./error_problems.ts"
import { remedyOf } from "./error_remedy.ts"
import { problemLines } from "./problem_lines.ts"
import { oneLine } from "./safe_text.ts"
import type { Style } from "./style.ts"

/**
 * An error for people: `error CODE: message`, then the hint and the remedy. One that reports several problems shows
 * each of them instead, with its place.
 */
export const errorLines = (error: FlowglassError, style: Style): ReadonlyArray<string> => {
  const file = sourceOf(error)
  const problems = problemsOf(error)
  if (problems.some((problem) => problem.line !== undefined)) {
    return problems.flatMap((problem) => problemLines(problem, file, style))
  }
  const hint = hintOf(error)
  const remedy = remedyOf(error, hint)
  const message = oneLine(error.message.split("\n")[0] ?? "")
  return [
    `${style.bad("error")} ${style.bold(error.code)}: ${message}`,
    ...(problems.length < 2 ? [] : problems.flatMap((problem) => problemLines(problem, undefined, style))),
    ...(hint === undefined ? [] : [`hint: ${oneLine(hint)}`]),
    ...(remedy === undefined ? [] : [`fix: ${remedy}`])
  ]
}
