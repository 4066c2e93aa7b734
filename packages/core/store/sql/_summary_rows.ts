import { Effect, Predicate, Result } from "effect"
import { StoredValueUnreadable, type StoreUnavailable } from "../../error/store_errors.ts"
import type { PlainObject } from "../../value/to_plain.ts"
import type { RunPage, RunPageFilter } from "../run_store.ts"
import type { RunHead, RunSummary } from "../run_summary.ts"
import type { AppAddress } from "../workflow_store.ts"
import type { Database } from "./_database.ts"
import { fromJsonText } from "./_json_text.ts"

type HeadRow = { [Name in keyof Omit<RunHead, "createdBy" | "error">]: RunHead[Name] } & {
  role: "account" | "end_user" | null
  creator: string | null
  errorCode: string | null
  errorMessage: string | null
}

type SummaryRow = HeadRow & { inputs: string; outputs: string }

const headColumns = `id, tenant_id AS "tenantId", app_id AS "appId", workflow_id AS "workflowId", version, trigger, status,
  created_by_role AS role, created_by_id AS creator, error_code AS "errorCode", error_message AS "errorMessage", elapsed,
  total_tokens AS "totalTokens", total_steps AS "totalSteps", exceptions_count AS "exceptionsCount",
  created_at AS "createdAt", finished_at AS "finishedAt"`

const isPlainObject = (data: unknown): data is PlainObject => Predicate.isObject(data) && !Array.isArray(data)

const unreadable = (): StoredValueUnreadable =>
  new StoredValueUnreadable({ message: "The summary of a stored run is damaged: it is not what was written." })

const fieldsOf = (text: string): Result.Result<PlainObject, StoredValueUnreadable> =>
  Result.flatMap(Result.try({ try: () => fromJsonText(text), catch: unreadable }), (data) =>
    isPlainObject(data) ? Result.succeed(data) : Result.fail(unreadable())
  )

const headOf = ({ role, creator, errorCode, errorMessage, ...rest }: HeadRow): RunHead => ({
  ...rest,
  createdBy: role === null || creator === null ? null : { role, id: creator },
  error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? "" }
})

const summaryOf = (row: SummaryRow): Result.Result<RunSummary, StoredValueUnreadable> =>
  Result.gen(function* () {
    return { ...headOf(row), inputs: yield* fieldsOf(row.inputs), outputs: yield* fieldsOf(row.outputs) }
  })

/** The summary of a run of an app. */
export const readSummary = (
  database: Database,
  { tenantId, appId }: AppAddress,
  runId: string
): Effect.Effect<RunSummary | undefined, StoredValueUnreadable | StoreUnavailable> =>
  Effect.flatMap(
    database.first<SummaryRow>(
      `SELECT ${headColumns}, inputs, outputs FROM runs WHERE id = $3 AND tenant_id = $1 AND app_id = $2`,
      [tenantId, appId, runId]
    ),
    (row) => (row === undefined ? Effect.undefined : Effect.fromResult(summaryOf(row)))
  )

const pageStatement = `SELECT ${headColumns} FROM runs WHERE tenant_id = $1 AND app_id = $2
    AND ($3::text IS NULL OR status = $3) AND ($4::text IS NULL OR trigger = $4)
    AND ($5::text IS NULL OR workflow_id = $5)
    AND ($6::text IS NULL OR ordinal < (
      SELECT ordinal FROM runs WHERE id = $6 AND tenant_id = $1 AND app_id = $2))
  ORDER BY ordinal DESC LIMIT $7`

/** A page of runs. */
export const readPage = (
  database: Database,
  { tenantId, appId, status, trigger, workflowId, lastId, limit }: RunPageFilter
): Effect.Effect<RunPage, StoreUnavailable> =>
  Effect.map(
    database.query<HeadRow>(pageStatement, [
      tenantId,
      appId,
      status ?? null,
      trigger ?? null,
      workflowId ?? null,
      lastId ?? null,
      limit + 1
    ]),
    (rows) => ({ items: rows.slice(0, limit).map(headOf), hasMore: rows.length > limit })
  )
