import { Effect, Predicate } from "effect"
import type { StoreUnavailable } from "../../error/store_errors.ts"
import type { PlainObject } from "../../value/to_plain.ts"
import type { RunPage, RunPageFilter } from "../run_store.ts"
import type { RunSummary } from "../run_summary.ts"
import type { AppAddress } from "../workflow_store.ts"
import type { Database } from "./_database.ts"
import { fromJsonText } from "./_json_text.ts"

type SummaryRow = {
  [Name in keyof Omit<RunSummary, "createdBy" | "inputs" | "outputs" | "error">]: RunSummary[Name]
} & {
  role: "account" | "end_user" | null
  creator: string | null
  inputs: string
  outputs: string
  errorCode: string | null
  errorMessage: string | null
}

const columns = `id, tenant_id AS "tenantId", app_id AS "appId", workflow_id AS "workflowId", version, trigger, status,
  created_by_role AS role, created_by_id AS creator, inputs, outputs, error_code AS "errorCode",
  error_message AS "errorMessage", elapsed, total_tokens AS "totalTokens", total_steps AS "totalSteps",
  exceptions_count AS "exceptionsCount", created_at AS "createdAt", finished_at AS "finishedAt"`

const isPlainObject = (data: unknown): data is PlainObject => Predicate.isObject(data) && !Array.isArray(data)

const fieldsOf = (text: string): PlainObject => {
  const data = fromJsonText(text)
  return isPlainObject(data) ? data : {}
}

const summaryOf = ({ role, creator, inputs, outputs, errorCode, errorMessage, ...rest }: SummaryRow): RunSummary => ({
  ...rest,
  createdBy: role === null || creator === null ? null : { role, id: creator },
  inputs: fieldsOf(inputs),
  outputs: fieldsOf(outputs),
  error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? "" }
})

/** The summary of a run of an app. */
export const readSummary = (
  database: Database,
  { tenantId, appId }: AppAddress,
  runId: string
): Effect.Effect<RunSummary | undefined, StoreUnavailable> =>
  Effect.map(
    database.first<SummaryRow>(`SELECT ${columns} FROM runs WHERE id = $3 AND tenant_id = $1 AND app_id = $2`, [
      tenantId,
      appId,
      runId
    ]),
    (row) => (row === undefined ? undefined : summaryOf(row))
  )

const pageStatement = `SELECT ${columns} FROM runs WHERE tenant_id = $1 AND app_id = $2
    AND ($3::text IS NULL OR status = $3) AND ($4::text IS NULL OR trigger = $4)
    AND ($5::text IS NULL OR workflow_id = $5)
    AND ($6::text IS NULL OR ordinal < (
      SELECT ordinal FROM runs WHERE id = $6 AND tenant_id = $1 AND app_id = $2))
  ORDER BY ordinal DESC LIMIT $7`

/** A page of summaries. */
export const readPage = (
  database: Database,
  { tenantId, appId, status, trigger, workflowId, lastId, limit }: RunPageFilter
): Effect.Effect<RunPage, StoreUnavailable> =>
  Effect.map(
    database.query<SummaryRow>(pageStatement, [
      tenantId,
      appId,
      status ?? null,
      trigger ?? null,
      workflowId ?? null,
      lastId ?? null,
      limit + 1
    ]),
    (rows) => ({ items: rows.slice(0, limit).map(summaryOf), hasMore: rows.length > limit })
  )
