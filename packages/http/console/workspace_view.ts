import type { Account, Membership, Tenant } from "@flowglass/core"
import { Schema } from "effect"
import { seconds } from "./account_view.ts"

/** A workspace in the list of an account's workspaces. */
export const WorkspaceEntry = Schema.Struct({
  id: Schema.String,
  name: Schema.NullOr(Schema.String),
  plan: Schema.NullOr(Schema.String),
  status: Schema.NullOr(Schema.String),
  created_at: Schema.NullOr(Schema.Int),
  current: Schema.Boolean
})

/** The workspace that an account works in. */
export const WorkspaceDetail = Schema.Struct({
  id: Schema.String,
  name: Schema.NullOr(Schema.String),
  plan: Schema.NullOr(Schema.String),
  status: Schema.NullOr(Schema.String),
  created_at: Schema.NullOr(Schema.Int),
  role: Schema.NullOr(Schema.String),
  in_trial: Schema.NullOr(Schema.Boolean),
  trial_end_reason: Schema.NullOr(Schema.String),
  custom_config: Schema.NullOr(Schema.Struct({})),
  trial_credits: Schema.NullOr(Schema.Int),
  trial_credits_used: Schema.NullOr(Schema.Int),
  next_credit_reset_date: Schema.NullOr(Schema.Int)
})

/** A member of a workspace. */
export const WorkspaceMember = Schema.Struct({
  id: Schema.String,
  name: Schema.String,
  avatar: Schema.NullOr(Schema.String),
  avatar_url: Schema.NullOr(Schema.String),
  email: Schema.String,
  last_login_at: Schema.NullOr(Schema.Int),
  last_active_at: Schema.NullOr(Schema.Int),
  created_at: Schema.NullOr(Schema.Int),
  role: Schema.String,
  status: Schema.String
})

const workspace = ({ id, name, status, createdAt }: Tenant) => ({ id, name, status, created_at: seconds(createdAt) })

export const workspaceEntry = ({ tenant }: Membership, currentId: string | undefined): typeof WorkspaceEntry.Type => ({
  ...workspace(tenant),
  plan: "sandbox",
  current: tenant.id === currentId
})

export const workspaceDetail = ({ tenant, role }: Membership): typeof WorkspaceDetail.Type => ({
  ...workspace(tenant),
  plan: "basic",
  role,
  in_trial: null,
  trial_end_reason: null,
  custom_config: null,
  trial_credits: null,
  trial_credits_used: null,
  next_credit_reset_date: null
})

export const workspaceMember = (account: Account, { role }: Membership): typeof WorkspaceMember.Type => ({
  id: account.id,
  name: account.name,
  avatar: null,
  avatar_url: null,
  email: account.email,
  last_login_at: account.lastLoginAt === null ? null : seconds(account.lastLoginAt),
  last_active_at: seconds(account.lastLoginAt ?? account.createdAt),
  created_at: seconds(account.createdAt),
  role,
  status: account.status
})
