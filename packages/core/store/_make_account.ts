import type { Account, NewAccount } from "./account_store.ts"

/** An account as it begins. */
export const makeAccount = (
  { email, name, passwordHash, interfaceLanguage }: NewAccount,
  id: string,
  at: number
): Account => ({
  id,
  name,
  email: email.toLowerCase(),
  passwordHash,
  status: "active",
  interfaceLanguage: interfaceLanguage ?? "en-US",
  interfaceTheme: "light",
  timezone: "UTC",
  lastLoginAt: null,
  lastLoginIp: null,
  createdAt: at
})

/** What the first workspace of an account is called. */
export const workspaceNameOf = ({ name, workspaceName }: NewAccount): string => workspaceName ?? `${name}'s Workspace`
