import { isValueObject, parseJson } from "@flowglass/core"
import { Effect, Result } from "effect"
import { RunNotAtWork } from "../error/administration_errors.ts"
import { called } from "./console_call.ts"
import { findConsoleRun } from "./console_runs.ts"
import type { Console } from "./console_session.ts"
import { exactMembers } from "./exact_data.ts"
import type { ReplayRequest, RunRequest } from "./requests.ts"
import type { Done } from "./views.ts"

/** The id of a run is that of its task. */
export const stopConsoleRun = Effect.fnUntraced(function* (console: Console, request: RunRequest) {
  const { app_id, run } = yield* findConsoleRun(console, request.run)
  if (run.finished_at !== null) {
    return yield* new RunNotAtWork({ message: `The run ${run.id} has ended already: it ${run.status}.` })
  }
  yield* called(console)(console.api.draftRuns.stopTask({ params: { app_id, task_id: run.id } }))
  const done: Done = { id: run.id, result: "success" }
  return done
})

/** The object that a command has read already. */
const inputsOf = (text: string): { readonly [name: string]: unknown } => {
  const read = Result.getOrUndefined(parseJson(text))
  return isValueObject(read) ? exactMembers(read) : {}
}

export const replayConsoleRun = Effect.fnUntraced(function* (console: Console, request: ReplayRequest) {
  const { app_id, run } = yield* findConsoleRun(console, request.run)
  const payload = {
    ...(request.from === undefined ? {} : { from: request.from }),
    ...(request.inputs === undefined ? {} : { inputs: inputsOf(request.inputs) })
  }
  const replayed = console.api.workflowRuns.replayRun({ params: { app_id, run_id: run.id }, payload })
  const done: Done = { id: (yield* called(console)(replayed)).workflow_run_id, result: "success" }
  return done
})
