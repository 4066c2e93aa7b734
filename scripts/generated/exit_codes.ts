// Section "exit codes": what the command's exit codes mean, from the families of codes.
import { families } from "../../packages/core/error/family.ts"
import { markdownTable } from "./markdown_table.ts"

/** A Markdown table of all exit codes. */
export const exitCodes = (): string => {
  const outcomes: ReadonlyArray<readonly [number, string]> = [
    [0, "The run succeeded, or succeeded in part"],
    [1, "The run failed; with `--strict` also when it succeeded in part"],
    [3, "The run is paused"],
    [129, "The terminal was closed (`SIGHUP`)"],
    [130, "Interrupted (`SIGINT`)"],
    [141, "Nobody reads the output any more (`SIGPIPE`)"],
    [143, "Terminated (`SIGTERM`)"]
  ]
  const rows = [...outcomes, ...Object.values(families).map(({ exitCode, title }) => [exitCode, title] as const)]
  return markdownTable(
    ["exit code", "meaning"],
    rows.toSorted(([left], [right]) => left - right).map(([code, meaning]) => [String(code), meaning])
  )
}
