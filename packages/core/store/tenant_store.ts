import { Context, type Effect } from "effect"
import type { AccountNotLinkTenant, StoreUnavailable } from "../error/store_errors.ts"

/** What a member may do in a workspace, under Dify's names. */
export type Role = "owner" | "admin" | "editor" | "normal" | "dataset_operator"

/** A workspace: everything stored belongs to one. */
export interface Tenant {
  readonly id: string
  readonly name: string
  readonly status: "normal" | "archive"
  readonly createdAt: number
}

/** An account in a workspace. */
export interface Membership {
  readonly tenant: Tenant
  readonly accountId: string
  readonly role: Role
  /** Whether it is the workspace that the account works in now. */
  readonly current: boolean
}

/** Keeps workspaces and who belongs to them. */
export class TenantStore extends Context.Service<
  TenantStore,
  {
    /** A new workspace with its owner. */
    readonly create: (name: string, ownerId: string) => Effect.Effect<Tenant, StoreUnavailable>
    readonly find: (tenantId: string) => Effect.Effect<Tenant | undefined, StoreUnavailable>
    /** Every workspace, oldest first: for whoever runs the installation. */
    readonly list: Effect.Effect<ReadonlyArray<Tenant>, StoreUnavailable>
    /** Adds an account to a workspace, or changes its role there. */
    readonly addMember: (tenantId: string, accountId: string, role: Role) => Effect.Effect<void, StoreUnavailable>
    /** The workspaces of an account, oldest first. */
    readonly listFor: (accountId: string) => Effect.Effect<ReadonlyArray<Membership>, StoreUnavailable>
    /** The members of a workspace, oldest first. */
    readonly members: (tenantId: string) => Effect.Effect<ReadonlyArray<Membership>, StoreUnavailable>
    /** The workspace that the account works in: the one marked as current, else its oldest, which becomes current. */
    readonly current: (accountId: string) => Effect.Effect<Membership | undefined, StoreUnavailable>
    readonly switchTo: (
      accountId: string,
      tenantId: string
    ) => Effect.Effect<Membership, AccountNotLinkTenant | StoreUnavailable>
  }
>()("@flowglass/core/store/TenantStore") {}
