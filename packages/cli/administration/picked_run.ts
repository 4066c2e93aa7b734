import { withHint } from "@flowglass/core/error"
import { WorkflowRunNotFound } from "@flowglass/inspector"
import { Effect } from "effect"
import { RunIdAmbiguous } from "../error/local_run_errors.ts"

/** The Inspector's own error, so that its code and text are the same wherever a run is looked for. */
export const runNotFound = (hint?: string): WorkflowRunNotFound =>
  withHint(new WorkflowRunNotFound({ message: "Workflow run not found." }), hint)

/** Whether a word is a whole run id. */
export const isWholeId = (word: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(word)

/** Whether a word can be the beginning of a run id. */
export const isIdPrefix = (word: string): boolean => /^[0-9a-f-]{4,36}$/.test(word)

/** The one of these runs, newest first, that `last` or the beginning of an id stands for. */
export const pickedRun = <Run extends { readonly id: string }>(
  runs: ReadonlyArray<Run>,
  word: string
): Effect.Effect<Run, WorkflowRunNotFound | RunIdAmbiguous> => {
  const [found, ...others] = word === "last" ? runs.slice(0, 1) : runs.filter(({ id }) => id.startsWith(word))
  if (found === undefined) return Effect.fail(runNotFound(word === "last" ? "nothing has run yet" : undefined))
  if (others.length === 0) return Effect.succeed(found)
  const ids = [found, ...others].map(({ id }) => id)
  const listed = ids.slice(0, 10).join(", ")
  const message = `${ids.length} runs begin with "${word}": ${listed}${ids.length > 10 ? " ..." : ""}`
  return Effect.fail(new RunIdAmbiguous({ message, params: { runs: ids } }))
}
