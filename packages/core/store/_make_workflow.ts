import type { DraftChange, WorkflowVersion } from "./workflow_store.ts"

/** What the version column of a draft says. */
export const draftVersion = "draft"

/** A time as the version of what is published then: `2026-11-23 10:00:00.123000`. */
export const publishedVersion = (at: number): string =>
  `${new Date(at).toISOString().slice(0, -1).replace("T", " ")}000`

/** The first draft of an app. */
export const makeDraft = (change: DraftChange, id: string, at: number): WorkflowVersion => ({
  id,
  tenantId: change.tenantId,
  appId: change.appId,
  mode: change.mode,
  version: draftVersion,
  hash: change.hash,
  markedName: "",
  markedComment: "",
  createdBy: change.by,
  createdAt: at,
  updatedBy: change.by,
  updatedAt: at,
  ...change.content
})
