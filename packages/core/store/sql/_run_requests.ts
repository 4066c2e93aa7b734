import { Clock, Effect } from "effect"
import type { StoreUnavailable } from "../../error/store_errors.ts"
import type { FormAnswer } from "../../node/form.ts"
import { uuidV7 } from "../../run/run_id.ts"
import { Column, type Database } from "./_database.ts"
import { answerBody } from "./_stored_answer.ts"

// An answer that is there already may be this one, which was sent twice: its id is in its bytes.
const answerStatement = `INSERT INTO run_answers (run_id, form_id, body)
  SELECT id, $2, ($3::bytea[])[1] FROM runs WHERE id = $1 AND finished_at IS NULL
  ON CONFLICT (run_id, form_id) DO UPDATE SET body = excluded.body WHERE run_answers.body = excluded.body
  RETURNING run_id`

const settleStatement = "DELETE FROM run_answers WHERE run_id = $1 AND form_id = $2"

const stopStatement = "UPDATE runs SET stop_reason = $2 WHERE id = $1 AND finished_at IS NULL"

/** What is asked of the process that owns the runs; `tell` makes it look. */
export const runRequests = (database: Database, tell: Effect.Effect<unknown, StoreUnavailable>) => ({
  requestAnswer: Effect.fn("RunStore.requestAnswer")(function* (runId: string, formId: string, answer: FormAnswer) {
    const at = yield* Clock.currentTimeMillis
    const answerId = uuidV7(at)
    const body = answerBody({ ...answer, answerId }, at)
    const rows = yield* database.query(answerStatement, [runId, formId, new Column("bytea", [body])])
    yield* tell
    return { isKept: rows.length > 0, answerId }
  }),
  settleAnswer: (runId: string, formId: string) => Effect.asVoid(database.query(settleStatement, [runId, formId])),
  requestStop: Effect.fn("RunStore.requestStop")(function* (runId: string, reason: string) {
    yield* database.query(stopStatement, [runId, reason])
    yield* tell
  })
})
