import { didYouMean, withHint } from "@flowglass/core/error"
import { WorkflowRunNotFound } from "@flowglass/inspector"
import { Effect } from "effect"
import { type LocalRunsUnreadable, RunIdAmbiguous } from "../error/local_run_errors.ts"
import { LocalRuns } from "./local_runs.ts"

/** How many characters of an id are shown: its whole time. */
export const shownIdLength = 13

const idPrefix = /^[0-9a-f-]{4,36}$/

/** Whether an argument can be the beginning of a run id. */
export const isRunId = (text: string): boolean => idPrefix.test(text)

/** What can be wrong with the name of a run. */
export type RunNameError = LocalRunsUnreadable | WorkflowRunNotFound | RunIdAmbiguous

/** The Inspector's own error, so that its code and text are the same wherever a run is looked for. */
const notFound = (hint: string): WorkflowRunNotFound =>
  withHint(new WorkflowRunNotFound({ message: "Workflow run not found." }), hint)

/** The id of a run of this machine by its name: `last`, or the beginning of its id. */
export const findRunId = Effect.fn("findRunId")(function* (
  name: string
): Effect.fn.Return<string, RunNameError, LocalRuns> {
  const runs = yield* LocalRuns
  const ids = yield* runs.ids
  const [newest] = ids
  if (newest === undefined) return yield* notFound(`there are no runs in ${runs.folder}; start one: flowglass run FILE`)
  if (name === "last") return newest
  const [found, ...others] = isRunId(name) ? ids.filter((id) => id.startsWith(name)) : []
  if (found === undefined) {
    const latest = `no run on this machine begins with ${JSON.stringify(name)}; the latest is ${newest.slice(0, shownIdLength)}`
    return yield* notFound(didYouMean(name, ["last"]) ?? latest)
  }
  if (others.length > 0) {
    const listed = [found, ...others].slice(0, 10).join(", ")
    return yield* new RunIdAmbiguous({
      message: `${others.length + 1} runs begin with "${name}": ${listed}${others.length > 9 ? " ..." : ""}`,
      params: { runs: [found, ...others] }
    })
  }
  return found
})
