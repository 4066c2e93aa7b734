import { hostname } from "node:os"
import { assert, describe, it } from "@effect/vitest"
import { layerMemoryStores } from "@flowglass/core"
import { hintOf } from "@flowglass/core/error"
import type { DataFolderHolder } from "@flowglass/core/store/sql"
import { Passwords } from "@flowglass/http"
import { Context, Effect, Layer } from "effect"
import { Administration } from "./administration.ts"
import { doorOf, holderAdministration } from "./holder_administration.ts"
import { startHolderServer } from "./holder_server.ts"
import { storeAdministration } from "./store_administration.ts"

const token = "25e165ce-7709-4e83-8ef2-9d4c349db308"

const stores = Layer.merge(layerMemoryStores(), Passwords.layer)

const started = Effect.gen(function* () {
  const here = yield* Layer.build(Layer.provide(storeAdministration, stores))
  const address = yield* Effect.provideContext(startHolderServer(token), here)
  const there = (proof: string) =>
    Effect.map(Layer.build(holderAdministration({ address, token: proof })), (made) =>
      Context.get(made, Administration)
    )
  return { address, here: Context.get(here, Administration), there }
})

const file = JSON.stringify({ app: { mode: "workflow" }, workflow: { graph: { nodes: [], edges: [] } } })

describe("the door of a data folder", () => {
  it.live("does what is asked for, and tells failures with their hints", () =>
    Effect.gen(function* () {
      const { here, there } = yield* started
      const far = yield* there(token)
      assert.deepStrictEqual(yield* far.listWorkspaces({}), [])
      const none = yield* Effect.flip(far.importApp({ data: file, fallback_name: "a file" }))
      assert.strictEqual(none.code, "workspace_not_found")
      const made = yield* far.createWorkspace({ name: "Main", owner: "Ann@example.test" })
      assert.match(made.password ?? "", /-1a$/)
      assert.deepStrictEqual(
        (yield* here.listWorkspaces({})).map(({ name, owner }) => [name, owner]),
        [["Main", "ann@example.test"]]
      )
      const second = yield* far.createWorkspace({ name: "Second", owner: "ann@EXAMPLE.test" })
      assert.isNull(second.password)
      const ambiguous = yield* Effect.flip(far.importApp({ data: file, fallback_name: "a file" }))
      assert.strictEqual(ambiguous.code, "workspace_ambiguous")
      const app = yield* far.importApp({ data: file, fallback_name: "a file", workspace: "Second" })
      assert.strictEqual(app.name, "a file")
      for (const name of ["", " ", "x".repeat(256)]) {
        const unnamed = yield* Effect.flip(far.importApp({ data: file, fallback_name: "x", name, workspace: "Second" }))
        assert.strictEqual(unnamed.code, "invalid_param")
      }
      assert.deepStrictEqual(yield* far.listApps({}), yield* here.listApps({}))
      const error = yield* Effect.flip(far.publishApp({ app: "a filet" }))
      assert.deepStrictEqual([error.code, hintOf(error)], ["app_not_found", 'did you mean "a file"?'])
      const key = yield* far.createKey({ app: app.id.slice(0, 30) })
      assert.strictEqual((yield* Effect.flip(far.deleteKey({ app: app.id, key: "x" }))).code, "api_key_not_found")
      yield* far.deleteKey({ app: app.id, key: key.token })
      assert.deepStrictEqual(yield* here.listKeys({ app: app.id }), [])
      assert.strictEqual((yield* Effect.flip(far.createWorkspace({ name: " ", owner: "x" }))).code, "invalid_param")
      assert.strictEqual((yield* Effect.flip(far.createWorkspace({ name: "x", owner: "x" }))).code, "invalid_param")
    })
  )

  it.live("hostile: opens to nobody without the token, and to no page of a browser", () =>
    Effect.gen(function* () {
      const { address, there } = yield* started
      for (const wrong of ["", "x", `${token}x`, token.slice(0, -1)]) {
        const far = yield* there(wrong)
        assert.strictEqual((yield* Effect.flip(far.listApps({}))).code, "local_access_refused", wrong)
      }
      const port = new URL(address).port
      const asked = (headers: Readonly<Record<string, string>>, path = "/listApps") =>
        Effect.promise(async () => {
          const proof = { authorization: `Bearer ${token}`, "content-type": "application/json" }
          const answer = await fetch(address + path, { method: "POST", headers: { ...proof, ...headers }, body: "{}" })
          return [answer.status, await answer.text()] as const
        })
      assert.deepStrictEqual(yield* asked({}), [200, "[]"])
      for (const headers of [
        { origin: `http://127.0.0.1:${port}` },
        { origin: "null" },
        { "sec-fetch-site": "same-origin" },
        { authorization: `bearer ${token}` },
        { authorization: token }
      ]) {
        const [status, text] = yield* asked(headers)
        assert.strictEqual(status, 401)
        assert.include(text, '"code":"local_access_refused"')
      }
      // Nothing is told about what there is, either.
      assert.strictEqual((yield* asked({ authorization: "Bearer x" }, "/nothing"))[0], 401)
      assert.strictEqual((yield* asked({}, "/nothing"))[0], 404)
      assert.include((yield* asked({}, "/showRun"))[1], '"code":"invalid_param"')
    })
  )

  it.live("hostile: a name that leads to this machine (DNS rebinding) is refused", () =>
    Effect.gen(function* () {
      const { address } = yield* started
      const { request } = yield* Effect.promise(() => import("node:http"))
      const withHost = (host: string) =>
        Effect.callback<number | undefined>((resume) => {
          const headers = { host, authorization: `Bearer ${token}`, "content-type": "application/json" }
          const sent = request(`${address}/listApps`, { method: "POST", headers }, (response) => {
            response.resume()
            resume(Effect.succeed(response.statusCode))
          })
          sent.end("{}")
        })
      assert.strictEqual(yield* withHost(new URL(address).host), 200)
      for (const host of ["evil.test", "localhost", "127.0.0.1.evil.test", "127.0.0.1@evil.test", "[::1]"]) {
        assert.strictEqual(yield* withHost(host), 401, host)
      }
    })
  )

  it("hostile: is none when the lock names another host, or an address that is not this machine", () => {
    const lock: DataFolderHolder = {
      pid: 1,
      host: hostname(),
      began: null,
      address: null,
      commands: "http://127.0.0.1:5001",
      token
    }
    assert.deepStrictEqual(doorOf(lock), { address: "http://127.0.0.1:5001", token })
    assert.isUndefined(doorOf({ ...lock, host: "another.test" }))
    for (const commands of [
      null,
      "http://localhost:5001",
      "http://127.0.0.1:5001/",
      "http://127.0.0.1:5001@evil.test",
      "http://127.0.0.1.evil.test:5001",
      "https://127.0.0.1:5001",
      "http://127.0.0.1"
    ]) {
      assert.isUndefined(doorOf({ ...lock, commands }), String(commands))
    }
  })
})
