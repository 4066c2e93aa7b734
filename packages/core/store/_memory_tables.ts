import type { Account } from "./account_store.ts"
import type { AppKey, EndUser } from "./app_key_store.ts"
import type { App } from "./app_store.ts"
import type { Role, Tenant } from "./tenant_store.ts"
import type { WorkflowVersion } from "./workflow_store.ts"

/** An account in a workspace, as it is kept. */
export interface MemberRow {
  readonly tenantId: string
  readonly accountId: string
  readonly role: Role
  readonly current: boolean
}

/** What the memory stores keep, by id and in the order it came. */
export class MemoryTables {
  setupAt: number | undefined
  readonly accounts = new Map<string, Account>()
  readonly tenants = new Map<string, Tenant>()
  members: ReadonlyArray<MemberRow> = []
  readonly sessions = new Map<string, { readonly accountId: string; readonly expiresAt: number }>()
  readonly failures = new Map<string, { readonly count: number; readonly until: number }>()
  readonly apps = new Map<string, App>()
  readonly workflows = new Map<string, WorkflowVersion>()
  readonly keys = new Map<string, AppKey>()
  readonly endUsers = new Map<string, EndUser>()

  /** An app of this workspace. */
  app(tenantId: string, appId: string): App | undefined {
    const app = this.apps.get(appId)
    return app?.tenantId === tenantId ? app : undefined
  }
}
