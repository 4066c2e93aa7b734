import { Effect } from "effect"
import { appNotFound, draftWorkflowNotExist, draftWorkflowNotSync, workflowNotFound } from "./_failures.ts"
import { draftVersion, makeDraft, publishedVersion } from "./_make_workflow.ts"
import type { MemoryTables } from "./_memory_tables.ts"
import { newRow } from "./_new_row.ts"
import type { AppAddress, WorkflowStore, WorkflowVersion } from "./workflow_store.ts"

/** Workflows in memory. */
export const memoryWorkflowStore = (tables: MemoryTables): WorkflowStore["Service"] => {
  const { workflows, apps } = tables
  const versions = (app: AppAddress): ReadonlyArray<WorkflowVersion> =>
    [...workflows.values()].filter(({ tenantId, appId }) => tenantId === app.tenantId && appId === app.appId)
  const draftOf = (app: AppAddress): WorkflowVersion | undefined =>
    versions(app).find(({ version }) => version === draftVersion)
  const publishedOf = (app: AppAddress, id: string | null | undefined): WorkflowVersion | undefined =>
    versions(app).find((workflow) => workflow.id === id && workflow.version !== draftVersion)
  const draft: WorkflowStore["Service"]["draft"] = (app) =>
    Effect.suspend(() => {
      const found = draftOf(app)
      return found === undefined ? Effect.fail(draftWorkflowNotExist()) : Effect.succeed(found)
    })
  return {
    draft,
    saveDraft: Effect.fn("WorkflowStore.saveDraft")(function* (change) {
      const { id, at } = yield* newRow
      if (tables.app(change.tenantId, change.appId) === undefined) return yield* appNotFound()
      const before = draftOf(change)
      if (before !== undefined && before.hash !== change.expectedHash) return yield* draftWorkflowNotSync()
      const made = makeDraft(change, id, at)
      const { createdAt, createdBy } = before ?? made
      const saved = { ...made, id: before?.id ?? id, createdAt, createdBy }
      workflows.set(saved.id, saved)
      return saved
    }),
    publish: Effect.fn("WorkflowStore.publish")(function* (app, { name, comment, by }) {
      const { id, at } = yield* newRow
      const published = {
        ...(yield* draft(app)),
        id,
        version: publishedVersion(at),
        markedName: name,
        markedComment: comment,
        createdBy: by,
        createdAt: at,
        updatedBy: null,
        updatedAt: at
      }
      workflows.set(id, published)
      const owner = tables.app(app.tenantId, app.appId)
      if (owner !== undefined) apps.set(owner.id, { ...owner, workflowId: id, updatedBy: by, updatedAt: at })
      return published
    }),
    published: (app) => Effect.sync(() => publishedOf(app, tables.app(app.tenantId, app.appId)?.workflowId)),
    publishedHeads: (tenantId, appIds) =>
      Effect.sync(() =>
        [...new Set(appIds)].flatMap((appId) => {
          const found = publishedOf({ tenantId, appId }, tables.app(tenantId, appId)?.workflowId)
          if (found === undefined) return []
          const { id, createdBy, createdAt, updatedBy, updatedAt } = found
          return [{ id, appId, createdBy, createdAt, updatedBy, updatedAt }]
        })
      ),
    version: (app, workflowId) =>
      Effect.suspend(() => {
        const found = publishedOf(app, workflowId)
        return found === undefined ? Effect.fail(workflowNotFound()) : Effect.succeed(found)
      }),
    list: (app, { page, limit }) =>
      Effect.sync(() => {
        const all = versions(app)
        const isDraft = ({ version }: WorkflowVersion): boolean => version === draftVersion
        const ordered = [...all.filter(isDraft), ...all.filter((one) => !isDraft(one)).toReversed()]
        return { items: ordered.slice((page - 1) * limit, page * limit), total: all.length }
      })
  }
}
