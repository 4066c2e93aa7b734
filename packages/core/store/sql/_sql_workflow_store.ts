import { Effect, Result } from "effect"
import type { StoredValueUnreadable } from "../../error/store_errors.ts"
import { appNotFound, draftWorkflowNotExist, draftWorkflowNotSync, workflowNotFound } from "../_failures.ts"
import { draftVersion, makeDraft, publishedVersion } from "../_make_workflow.ts"
import { newRow } from "../_new_row.ts"
import type { AppAddress, VersionHead, WorkflowContent, WorkflowStore, WorkflowVersion } from "../workflow_store.ts"
import { Column, type Database, type Parameter } from "./_database.ts"
import { readContent, type StoredContent, writeContent } from "./_workflow_content.ts"
import type { Sealer } from "./sealer.ts"

type RowWithoutContent = { [Name in keyof Omit<WorkflowVersion, keyof WorkflowContent>]: WorkflowVersion[Name] }

type WorkflowRow = RowWithoutContent & StoredContent

type HeadRow = { [Name in keyof VersionHead]: VersionHead[Name] }

const withoutContent = `id, tenant_id AS "tenantId", app_id AS "appId", mode, version, hash, marked_name AS "markedName",
  marked_comment AS "markedComment", created_by AS "createdBy", created_at AS "createdAt", updated_by AS "updatedBy",
  updated_at AS "updatedAt"`

const columns = `${withoutContent}, graph, features, environment_variables AS "environmentVariables",
  conversation_variables AS "conversationVariables"`

// A draft that was saved by this very call is taken for its own when the answer got lost.
const saveStatement = `WITH app AS (
    SELECT id, tenant_id FROM apps WHERE id = $2 AND tenant_id = $1 FOR KEY SHARE
  ), changed AS (
    UPDATE workflows SET mode = $4, hash = $5, graph = $6, features = $7, environment_variables = $8,
      conversation_variables = $9, updated_by = $10, updated_at = $11
    FROM app WHERE app_id = app.id AND version = '${draftVersion}'
      AND (hash = $12 OR (hash = $5 AND updated_at = $11))
    RETURNING workflows.*
  ), made AS (
    INSERT INTO workflows (id, tenant_id, app_id, mode, version, hash, marked_name, marked_comment, graph, features,
      environment_variables, conversation_variables, created_by, created_at, updated_by, updated_at)
    SELECT $3, tenant_id, id, $4, '${draftVersion}', $5, '', '', $6, $7, $8, $9, $10, $11, $10, $11 FROM app
    WHERE NOT EXISTS (SELECT 1 FROM workflows WHERE app_id = $2 AND version = '${draftVersion}')
    ON CONFLICT (app_id) WHERE version = '${draftVersion}' DO NOTHING RETURNING *
  )
  SELECT ${withoutContent} FROM changed UNION ALL SELECT ${withoutContent} FROM made`

const publishStatement = `WITH made AS (
    INSERT INTO workflows (id, tenant_id, app_id, mode, version, hash, marked_name, marked_comment, graph, features,
      environment_variables, conversation_variables, created_by, created_at, updated_by, updated_at)
    SELECT $3, tenant_id, app_id, mode, $4, hash, $5, $6, graph, features, environment_variables,
      conversation_variables, $7, $8, NULL, $8
    FROM workflows WHERE tenant_id = $1 AND app_id = $2 AND version = '${draftVersion}'
    ON CONFLICT (id) DO NOTHING RETURNING *
  ), app AS (
    UPDATE apps SET workflow_id = $3, updated_by = $7, updated_at = $8 FROM made WHERE apps.id = made.app_id
  )
  SELECT ${columns} FROM made UNION ALL SELECT ${columns} FROM workflows WHERE id = $3`

/** Workflows in tables; values of secret variables are sealed. */
export const sqlWorkflowStore = (database: Database, sealer: Sealer["Service"]): WorkflowStore["Service"] => {
  const read = (row: WorkflowRow): Result.Result<WorkflowVersion, StoredValueUnreadable> =>
    Result.map(readContent(row, sealer), (content) => ({ ...row, ...content }))
  const one = (condition: string, parameters: ReadonlyArray<Parameter>) =>
    Effect.flatMap(
      database.first<WorkflowRow>(
        `SELECT ${columns} FROM workflows WHERE tenant_id = $1 AND app_id = $2 AND ${condition}`,
        parameters
      ),
      (row) => (row === undefined ? Effect.undefined : Effect.fromResult(read(row)))
    )
  const hasApp = ({ tenantId, appId }: AppAddress) =>
    Effect.map(
      database.first("SELECT 1 AS found FROM apps WHERE id = $2 AND tenant_id = $1", [tenantId, appId]),
      (row) => row !== undefined
    )
  const findDraft = Effect.fn("WorkflowStore.draft")(function* ({ tenantId, appId }: AppAddress) {
    const found = yield* one("version = $3", [tenantId, appId, draftVersion])
    return found ?? (yield* draftWorkflowNotExist())
  })
  return {
    draft: findDraft,
    saveDraft: Effect.fn("WorkflowStore.saveDraft")(function* (change) {
      const { id, at } = yield* newRow
      const draft = makeDraft(change, id, at)
      const stored = writeContent(draft, sealer)
      const row = yield* database.first<RowWithoutContent>(saveStatement, [
        change.tenantId,
        change.appId,
        id,
        draft.mode,
        draft.hash,
        stored.graph,
        stored.features,
        stored.environmentVariables,
        stored.conversationVariables,
        draft.updatedBy,
        at,
        change.expectedHash
      ])
      if (row !== undefined) return { ...draft, ...row }
      return yield* (yield* hasApp(change)) ? draftWorkflowNotSync() : appNotFound()
    }),
    publish: Effect.fn("WorkflowStore.publish")(function* (app, { name, comment, by }) {
      const { id, at } = yield* newRow
      // What cannot be read does not become the app's version.
      yield* findDraft(app)
      const parameters = [app.tenantId, app.appId, id, publishedVersion(at), name, comment, by, at]
      const row = yield* database.first<WorkflowRow>(publishStatement, parameters)
      return row === undefined ? yield* draftWorkflowNotExist() : yield* Effect.fromResult(read(row))
    }),
    published: ({ tenantId, appId }) =>
      one("id = (SELECT workflow_id FROM apps WHERE apps.id = $2 AND apps.tenant_id = $1)", [tenantId, appId]),
    publishedHeads: (tenantId, appIds) =>
      database.query<HeadRow>(
        `SELECT w.id, w.app_id AS "appId", w.created_by AS "createdBy", w.created_at AS "createdAt",
           w.updated_by AS "updatedBy", w.updated_at AS "updatedAt"
         FROM apps a JOIN workflows w ON w.id = a.workflow_id AND w.app_id = a.id
         WHERE a.tenant_id = $1 AND a.id = ANY ($2::text[])`,
        [tenantId, new Column("text", appIds)]
      ),
    version: Effect.fn("WorkflowStore.version")(function* ({ tenantId, appId }, workflowId) {
      const found = yield* one(`id = $3 AND version <> '${draftVersion}'`, [tenantId, appId, workflowId])
      return found ?? (yield* workflowNotFound())
    }),
    list: Effect.fn("WorkflowStore.list")(function* ({ tenantId, appId }, { page, limit }) {
      const counted = yield* database.first<{ total: number }>(
        "SELECT count(*)::int AS total FROM workflows WHERE tenant_id = $1 AND app_id = $2",
        [tenantId, appId]
      )
      const rows = yield* database.query<WorkflowRow>(
        `SELECT ${columns} FROM workflows WHERE tenant_id = $1 AND app_id = $2
         ORDER BY version = '${draftVersion}' DESC, ordinal DESC LIMIT $3 OFFSET $4`,
        [tenantId, appId, limit, (page - 1) * limit]
      )
      const items = yield* Effect.forEach(rows, (row) => Effect.fromResult(read(row)))
      return { items, total: counted?.total ?? 0 }
    })
  }
}
