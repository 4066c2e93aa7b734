import { assert, describe, it } from "@effect/vitest"
import { AccountStore, TenantStore } from "@flowglass/core"
import { Context, Effect } from "effect"
import { TestClock } from "effect/testing"
import { send, TestBrowser } from "../serve/_test_client.ts"
import { startSite } from "../serve/_test_site.ts"
import { isSignedIn, owner, setUp, signIn } from "./_test_accounts.ts"

describe("set-up", () => {
  it.effect("makes the first account, its workspace, and is finished then", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.UTC(2026, 6, 1, 12))
      const { port, context } = yield* startSite()
      const before = yield* send(port, "/console/api/setup")
      assert.deepStrictEqual(before.json, { step: "not_started", setup_at: null })
      const made = yield* setUp(port, { ...owner, email: "Ada@Example.Test" })
      assert.deepStrictEqual([made.status, made.text], [201, '{"result":"success"}'])
      const after = yield* send(port, "/console/api/setup")
      assert.deepStrictEqual(after.json, { step: "finished", setup_at: "2026-07-01T12:00:00.000Z" })
      assert.deepStrictEqual((yield* send(port, "/console/api/init")).json, { status: "finished" })
      const account = yield* Context.get(context, AccountStore).findByEmail("ada@example.test")
      assert.match(account?.passwordHash ?? "", /^\$argon2id\$/)
      const membership = yield* Context.get(context, TenantStore).current(account?.id ?? "")
      assert.deepInclude(membership, { role: "owner", current: true })
      assert.strictEqual(membership?.tenant.name, "Ada's Workspace")
      const again = yield* setUp(port)
      assert.deepInclude(again.json, { code: "already_setup", status: 403 })
    })
  )

  it.effect("refuses what breaks its rules, and is still to be done", () =>
    Effect.gen(function* () {
      const { port } = yield* startSite()
      const wrong = [
        { ...owner, email: "nobody" },
        { ...owner, email: 1 },
        { ...owner, name: "" },
        { ...owner, name: "a".repeat(31) },
        { ...owner, name: "a\u0000b" },
        { ...owner, password: "short 1" },
        { ...owner, password: "only letters" },
        { ...owner, password: "1".repeat(5000) },
        { ...owner, language: "klingon" },
        { email: owner.email, name: owner.name }
      ]
      for (const body of wrong) {
        const response = yield* send(port, "/console/api/setup", { method: "POST", body })
        assert.deepInclude(response.json, { code: "invalid_param", status: 400 }, JSON.stringify(body).slice(0, 200))
      }
      const rule = yield* send(port, "/console/api/setup", { method: "POST", body: { ...owner, password: "short 1" } })
      assert.deepInclude(rule.json, {
        message: "Password must contain letters and numbers, and the length must be greater than 8."
      })
      assert.deepInclude((yield* send(port, "/console/api/setup")).json, { step: "not_started" })
      assert.strictEqual((yield* setUp(port)).status, 201)
    })
  )

  it.effect("attack: twenty at a time: one wins, and only the winner can sign in", () =>
    Effect.gen(function* () {
      const { port } = yield* startSite()
      const rivals = Array.from({ length: 20 }, (_, rival) => ({ ...owner, email: `rival${rival}@example.test` }))
      const answers = yield* Effect.forEach(rivals, (rival) => setUp(port, rival), { concurrency: "unbounded" })
      assert.lengthOf(
        answers.filter(({ status }) => status === 201),
        1
      )
      for (const { status, json } of answers) {
        if (status !== 201) assert.deepInclude(json, { code: "already_setup", status: 403 })
      }
      const winners = yield* Effect.filter(rivals, (rival) => {
        const browser = new TestBrowser(port)
        return Effect.andThen(signIn(browser, "http://localhost", rival), isSignedIn(browser))
      })
      assert.deepStrictEqual(
        winners,
        rivals.filter((_, rival) => answers[rival]?.status === 201)
      )
    })
  )
})

describe("what anybody may ask", () => {
  it.effect("answers without an account, before the set-up", () =>
    Effect.gen(function* () {
      const { port } = yield* startSite()
      assert.deepStrictEqual((yield* send(port, "/console/api/ping")).json, { result: "pong" })
      assert.deepStrictEqual((yield* send(port, "/console/api/app-dsl-version")).json, { app_dsl_version: "0.6.0" })
      assert.deepStrictEqual((yield* send(port, "/console/api/version?current_version=1.14.2")).json, {
        version: "0.1.0",
        release_date: "",
        release_notes: "",
        can_auto_update: false,
        features: { can_replace_logo: false, model_load_balancing_enabled: false }
      })
      const { json } = yield* send(port, "/console/api/system-features")
      assert.deepInclude(json, {
        enable_email_password_login: true,
        enable_collaboration_mode: false,
        is_allow_register: false,
        max_plugin_package_size: 15_728_640,
        license: { status: "none", expired_at: "", workspaces: { enabled: false, size: 0, limit: 0 } },
        plugin_manager: { enabled: false }
      })
      assert.lengthOf(Object.keys(json ?? {}), 20)
      assert.deepInclude((yield* send(port, "/console/api/features")).json, { code: "not_setup" })
    })
  )
})
