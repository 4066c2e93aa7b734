import type { Account } from "@flowglass/core"
import { Schema } from "effect"

/** An account as its owner sees it. Times are seconds since 1970. */
export const AccountProfile = Schema.Struct({
  id: Schema.String,
  name: Schema.String,
  avatar: Schema.NullOr(Schema.String),
  avatar_url: Schema.NullOr(Schema.String),
  email: Schema.String,
  is_password_set: Schema.Boolean,
  interface_language: Schema.NullOr(Schema.String),
  interface_theme: Schema.NullOr(Schema.String),
  timezone: Schema.NullOr(Schema.String),
  last_login_at: Schema.NullOr(Schema.Int),
  last_login_ip: Schema.NullOr(Schema.String),
  created_at: Schema.NullOr(Schema.Int)
})

export const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000)

export const accountProfile = (account: Account): typeof AccountProfile.Type => ({
  id: account.id,
  name: account.name,
  avatar: null,
  avatar_url: null,
  email: account.email,
  is_password_set: account.passwordHash !== null,
  interface_language: account.interfaceLanguage,
  interface_theme: account.interfaceTheme,
  timezone: account.timezone,
  last_login_at: account.lastLoginAt === null ? null : seconds(account.lastLoginAt),
  last_login_ip: account.lastLoginIp,
  created_at: seconds(account.createdAt)
})
