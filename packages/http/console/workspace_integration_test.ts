import { assert, describe, it } from "@effect/vitest"
import { AccountStore, TenantStore } from "@flowglass/core"
import { Context, Effect } from "effect"
import { TestBrowser } from "../serve/_test_client.ts"
import { startSite } from "../serve/_test_site.ts"
import { owner, setUp, signIn } from "./_test_accounts.ts"

const at = "http://localhost/console/api"

const sharedSite = Effect.gen(function* () {
  const { port, context } = yield* startSite()
  yield* setUp(port)
  const accounts = Context.get(context, AccountStore)
  const tenants = Context.get(context, TenantStore)
  const ada = (yield* accounts.findByEmail(owner.email)) ?? assert.fail("no owner")
  const grace = yield* accounts.create({
    email: "grace@example.test",
    name: "Grace",
    passwordHash: ada.passwordHash ?? ""
  })
  const second = yield* tenants.create("Second", grace.id)
  const secret = yield* tenants.create("Secret", grace.id)
  yield* tenants.addMember(second.id, ada.id, "normal")
  const first = (yield* tenants.current(ada.id)) ?? assert.fail("no workspace")
  const browser = new TestBrowser(port)
  yield* signIn(browser)
  const post = (path: string, body?: unknown) => browser.send(`${at}${path}`, { method: "POST", body })
  return { browser, post, ada, grace, first: first.tenant, second, secret }
})

describe("workspaces", () => {
  it.effect("lists those of the account and shows the current one", () =>
    Effect.gen(function* () {
      const { browser, post, first, second } = yield* sharedSite
      const { json } = yield* browser.send(`${at}/workspaces`)
      const shared = { plan: "sandbox", status: "normal", created_at: 0 }
      assert.deepStrictEqual(json, {
        workspaces: [
          { id: first.id, name: "Ada's Workspace", ...shared, current: true },
          { id: second.id, name: "Second", ...shared, current: false }
        ]
      })
      const current = yield* post("/workspaces/current")
      assert.deepStrictEqual(current.json, {
        id: first.id,
        name: "Ada's Workspace",
        plan: "basic",
        status: "normal",
        created_at: 0,
        role: "owner",
        in_trial: null,
        trial_end_reason: null,
        custom_config: null,
        trial_credits: null,
        trial_credits_used: null,
        next_credit_reset_date: null
      })
      assert.strictEqual((yield* post("/info")).text, current.text)
      const got = yield* browser.send(`${at}/workspaces/current`)
      assert.deepStrictEqual([got.status, got.headers["allow"]], [405, "OPTIONS, POST"])
    })
  )

  it.effect("switches to another one, with the role there", () =>
    Effect.gen(function* () {
      const { browser, post, ada, grace, second } = yield* sharedSite
      const switched = yield* post("/workspaces/switch", { tenant_id: second.id })
      assert.deepInclude(switched.json, { result: "success" })
      assert.deepInclude((yield* post("/workspaces/current")).json, { id: second.id, role: "normal" })
      const members = yield* browser.send(`${at}/workspaces/current/members`)
      const member = (account: typeof ada, role: string, lastLogin: number | null) => ({
        id: account.id,
        name: account.name,
        avatar: null,
        avatar_url: null,
        email: account.email,
        last_login_at: lastLogin,
        last_active_at: 0,
        created_at: 0,
        role,
        status: "active"
      })
      assert.deepStrictEqual(members.json, { accounts: [member(grace, "owner", null), member(ada, "normal", 0)] })
    })
  )

  it.effect("attack: a workspace of others answers as one that never existed", () =>
    Effect.gen(function* () {
      const { browser, post, first, secret } = yield* sharedSite
      const foreign = yield* post("/workspaces/switch", { tenant_id: secret.id })
      assert.deepInclude(foreign.json, { code: "account_not_link_tenant", status: 403 })
      const attempts = [
        "0195f3c2-0000-7000-8000-000000000000",
        "nonsense",
        "' OR '1'='1",
        "__proto__",
        secret.id.toUpperCase()
      ]
      for (const tenant_id of attempts) {
        assert.strictEqual((yield* post("/workspaces/switch", { tenant_id })).text, foreign.text, tenant_id)
      }
      assert.deepInclude((yield* post("/workspaces/current")).json, { id: first.id })
      assert.notInclude((yield* browser.send(`${at}/workspaces`)).text, secret.id)
    })
  )
})
