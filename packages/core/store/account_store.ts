import { Context, type Effect } from "effect"
import type { AlreadySetup, EmailAlreadyInUse, StoreUnavailable } from "../error/store_errors.ts"
import type { Tenant } from "./tenant_store.ts"

/** Whether an account may sign in, under Dify's names. */
export type AccountStatus = "pending" | "uninitialized" | "active" | "banned" | "closed"

/** A person who signs in. */
export interface Account {
  readonly id: string
  readonly name: string
  /** Lower case. */
  readonly email: string
  /** As the hash function wrote it, parameters and salt included; null for an account without a password. */
  readonly passwordHash: string | null
  readonly status: AccountStatus
  readonly interfaceLanguage: string
  readonly interfaceTheme: string
  readonly timezone: string
  /** Milliseconds since 1970, like every time of the store. */
  readonly lastLoginAt: number | null
  readonly lastLoginIp: string | null
  readonly createdAt: number
}

/** What a new account is made of. */
export interface NewAccount {
  readonly email: string
  readonly name: string
  readonly passwordHash: string
  readonly interfaceLanguage?: string
  /** What the workspace is called that comes with the first account; `NAME's Workspace` unless given. */
  readonly workspaceName?: string
}

/** What may change of an account; what is left out stays. */
export type AccountChange = Partial<
  Pick<
    Account,
    | "name"
    | "passwordHash"
    | "status"
    | "interfaceLanguage"
    | "interfaceTheme"
    | "timezone"
    | "lastLoginAt"
    | "lastLoginIp"
  >
>

/** Keeps accounts, and whether the installation is set up. */
export class AccountStore extends Context.Service<
  AccountStore,
  {
    /** When the installation was set up, or undefined. */
    readonly setupAt: Effect.Effect<number | undefined, StoreUnavailable>
    /** The first account and its workspace, all or nothing; of two at the same time one wins. */
    readonly setUp: (
      account: NewAccount
    ) => Effect.Effect<{ readonly account: Account; readonly tenant: Tenant }, AlreadySetup | StoreUnavailable>
    readonly create: (account: NewAccount) => Effect.Effect<Account, EmailAlreadyInUse | StoreUnavailable>
    readonly find: (accountId: string) => Effect.Effect<Account | undefined, StoreUnavailable>
    /** Those of many that there are, in no order: one question for a whole list. */
    readonly findAll: (accountIds: ReadonlyArray<string>) => Effect.Effect<ReadonlyArray<Account>, StoreUnavailable>
    /** By e-mail address, whatever its case. */
    readonly findByEmail: (email: string) => Effect.Effect<Account | undefined, StoreUnavailable>
    /** The changed account; undefined when there is none. */
    readonly change: (accountId: string, change: AccountChange) => Effect.Effect<Account | undefined, StoreUnavailable>
  }
>()("@flowglass/core/store/AccountStore") {}
