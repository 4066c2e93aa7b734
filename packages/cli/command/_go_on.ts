import { formVariables, loadInputFiles, type Run, RunStore, type StoredRun, WorkflowRunner } from "@flowglass/core"
import type { HumanInputFormExpired } from "@flowglass/core/error"
import { Effect } from "effect"
import { waitingIn } from "./_asked_forms.ts"
import type { GivenAnswer, ResumeRequest } from "./_resume_request.ts"
import { runExitCode } from "./_run_exit_code.ts"
import type { WatchedRun } from "./_watched_run.ts"
import { shownStatus } from "./_watched_run.ts"
import { CommandEnded } from "./command_ended.ts"

/** The answer with the files that it names by `path`. */
const withFiles = Effect.fnUntraced(function* (run: StoredRun, { node, inputs, ...answer }: GivenAnswer) {
  const meant = waitingIn(run).filter(({ form }) => node === undefined || [form.node_id, form.execution].includes(node))
  const form = meant[0]?.form
  const loaded = form === undefined ? inputs : yield* loadInputFiles(formVariables(form), inputs)
  return { ...answer, ...(node === undefined ? {} : { node }), inputs: loaded }
})

/**
 * Answers a run of the store, and has what follows shown by `watch`, which returns once the run has ended or waits
 * again. What keeps an answer from being taken after all is told at the end; ends with the exit code of the run.
 */
export const goOn = Effect.fnUntraced(function* <E, R>(
  kept: StoredRun,
  { answer, format }: ResumeRequest,
  watch: (watched: WatchedRun) => Effect.Effect<void, E, R>
) {
  const runner = yield* WorkflowRunner
  const store = yield* RunStore
  const { runId } = kept.accepted
  const from = kept.facts().length
  const { action, ...given } = yield* withFiles(kept, answer)
  const late: Array<HumanInputFormExpired> = []
  const run: Run = yield* action === undefined
    ? runner.reopen(runId)
    : Effect.catchTag(runner.resume(runId, { ...given, action }), "human_input_form_expired", (error) => {
        late.push(error)
        return runner.reopen(runId)
      })
  const stored = (yield* store.find(runId)) ?? kept
  const label = kept.graph.name === "" ? runId : kept.graph.name
  yield* watch({ run, stored, label, format, from })
  const [error] = late
  if (error !== undefined) return yield* error
  const exitCode = runExitCode(shownStatus(stored))
  if (exitCode !== 0) return yield* new CommandEnded({ exitCode })
})
