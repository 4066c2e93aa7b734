import type { App, NewApp } from "./app_store.ts"

/** An app as it begins. */
export const makeApp = (app: NewApp, id: string, at: number): App => ({
  id,
  tenantId: app.tenantId,
  name: app.name,
  description: app.description ?? "",
  mode: app.mode,
  iconType: app.iconType ?? null,
  icon: app.icon ?? null,
  iconBackground: app.iconBackground ?? null,
  useIconAsAnswerIcon: false,
  maxActiveRequests: 0,
  enableApi: true,
  enableSite: true,
  workflowId: null,
  createdBy: app.createdBy,
  createdAt: at,
  updatedBy: app.createdBy,
  updatedAt: at
})
