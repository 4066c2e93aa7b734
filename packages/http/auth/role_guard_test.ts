import { assert, describe, it } from "@effect/vitest"
import type { Role } from "@flowglass/core"
import { Effect, Exit } from "effect"
import { CurrentAccount } from "./current_account.ts"
import { requireAdmin, requireEditor } from "./role_guard.ts"

const tenant = { id: "t", name: "T", status: "normal", createdAt: 0 } as const
const account = {
  id: "a",
  name: "Ada",
  email: "ada@example.test",
  passwordHash: null,
  status: "active",
  interfaceLanguage: "en-US",
  interfaceTheme: "light",
  timezone: "UTC",
  lastLoginAt: null,
  lastLoginIp: null,
  createdAt: 0
} as const

const allowed = Effect.fnUntraced(function* (guard: typeof requireEditor, role: Role) {
  const membership = { tenant, accountId: "a", role, current: true }
  const exit = yield* Effect.exit(Effect.provideService(guard, CurrentAccount, { account, membership }))
  if (Exit.isFailure(exit)) assert.include(JSON.stringify(exit), '"code":"forbidden"')
  return Exit.isSuccess(exit)
})

const roles = ["owner", "admin", "editor", "normal", "dataset_operator"] as const

describe("role guards", () => {
  it.effect("let through whom Dify lets through, and answer forbidden to the others", () =>
    Effect.gen(function* () {
      const editors = yield* Effect.filter(roles, (role) => allowed(requireEditor, role))
      assert.deepStrictEqual(editors, ["owner", "admin", "editor"])
      const admins = yield* Effect.filter(roles, (role) => allowed(requireAdmin, role))
      assert.deepStrictEqual(admins, ["owner", "admin"])
    })
  )
})
