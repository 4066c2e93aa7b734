/** The exit code of a command whose run has this status; with `strict` a partial success is a failure. */
export const runExitCode = (status: string, strict = false): number => {
  if (status === "succeeded") return 0
  if (status === "partial-succeeded") return strict ? 1 : 0
  return status === "paused" ? 3 : 1
}
