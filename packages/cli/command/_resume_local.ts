import { layerMemoryRunStore, type StoredRun } from "@flowglass/core"
import { RunNotPaused } from "@flowglass/core/error"
import { Effect } from "effect"
import { LocalRuns } from "../local/local_runs.ts"
import { forgetPaused, readPaused } from "../local/paused_runs.ts"
import { lockRun } from "../local/run_lock.ts"
import { isAbandoned } from "../local/run_owner.ts"
import { showWaiting } from "./_asked_forms.ts"
import { engineLayer } from "./_engine.ts"
import { goOn } from "./_go_on.ts"
import type { HostParts } from "./_import_nodes.ts"
import type { ResumeRequest } from "./_resume_request.ts"
import { recordRun, warn } from "./_run_recorder.ts"
import { shownStatus, type WatchedRun, watchRun } from "./_watched_run.ts"

const lastKind = (run: StoredRun) => run.facts().at(-1)?.kind

/** Goes on with a run of `flowglass run`, from what was kept of it on this machine. */
export const resumeLocal = Effect.fnUntraced(function* (shown: StoredRun, parts: HostParts, request: ResumeRequest) {
  const runs = yield* LocalRuns
  const id = shown.accepted.runId
  const file = runs.fileOf(id)
  if (request.answer.action === undefined) yield* showWaiting(shown, request.format)
  const isResting = lastKind(shown) === "run_finished" || lastKind(shown) === "run_paused"
  if (!isResting && !(yield* isAbandoned(file))) {
    const message = "Another process works on the run; it can be answered once it is paused."
    return yield* new RunNotPaused({ message })
  }
  yield* lockRun(file)
  // Another process may have gone on with it before it was locked.
  const current = yield* runs.read(id)
  const kept = lastKind(current) === "run_finished" ? current : yield* readPaused(id)
  const watch = Effect.fnUntraced(function* (watched: WatchedRun) {
    yield* recordRun(watched.stored, request.record, watchRun(watched))
    if (shownStatus(watched.stored) !== "paused") yield* Effect.catch(forgetPaused(id), warn)
  })
  const engine = engineLayer({ ...parts, store: layerMemoryRunStore({ runs: [kept] }) })
  yield* Effect.provide(goOn(kept, request, watch), engine)
})
