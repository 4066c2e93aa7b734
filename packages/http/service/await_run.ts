import { Effect } from "effect"
import type { HttpServerResponse } from "effect/http"
import type { ActiveRun } from "../run/active_runs.ts"
import { blockingBody } from "../stream/blocking_body.ts"
import { jsonResponse } from "../stream/json_response.ts"
import type { FormTokenOf } from "../stream/wire_source.ts"

/** Waits for the end of a run, or its pause, and answers with it. A caller who leaves does not stop the run. */
export const awaitRun = (
  active: ActiveRun,
  formToken: FormTokenOf
): Effect.Effect<HttpServerResponse.HttpServerResponse> =>
  Effect.gen(function* () {
    const result = yield* active.run.result
    return jsonResponse(blockingBody(active, result, active.run.startedAt, formToken))
  })
