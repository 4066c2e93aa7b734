import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { startServer } from "../_test_server.ts"
import { api, makeApp } from "../_test_story.ts"
import { send, TestBrowser } from "../serve/_test_client.ts"
import { setUp, signIn } from "./_test_accounts.ts"

const site = Effect.gen(function* () {
  const { port } = yield* startServer()
  yield* setUp(port)
  const browser = new TestBrowser(port)
  yield* signIn(browser)
  return { port, browser, ...(yield* makeApp(browser)) }
})

/** Segments of a path as somebody could write them, and what they are once they are read. */
const segments: ReadonlyArray<readonly [string, string]> = [
  ["%2F", "/"],
  ["a%2Fb", "a/b"],
  ["%252F", "%2F"],
  ["%00", "\u0000"],
  ["m%00", "m\u0000"],
  ["%5C..%5C", "\\..\\"],
  ["m%0d%0aSet-Cookie:%20a=b", "m\r\nSet-Cookie: a=b"],
  ["%F0%9F%98%80", "\u{1f600}"],
  ["%E2%80%AEm", "\u202em"],
  ["e%CC%81", "e\u0301"],
  ["__proto__", "__proto__"],
  ["constructor", "constructor"],
  ["m'--", "m'--"],
  ["%7B%7Bx%7D%7D", "{{x}}"],
  ["m%20", "m "],
  ["M", "M"]
]

describe("ids in a path", () => {
  it.live("of apps and runs are read in upper case too, and named in lower case", () =>
    Effect.gen(function* () {
      const { browser, app, draftRun } = yield* site
      const [App, Run] = [app.toUpperCase(), draftRun.toUpperCase()]
      for (const rest of ["", "/m", "/m/text/preview"]) {
        const plain = yield* browser.send(`${api}/apps/${app}/workflows/draft/runs/${draftRun}/node-outputs${rest}`)
        const upper = yield* browser.send(`${api}/apps/${App}/workflows/draft/runs/${Run}/node-outputs${rest}`)
        assert.deepStrictEqual([upper.status, upper.text], [200, plain.text])
      }
      const path = `${api}/apps/${App}/workflow-runs/${Run}`
      assert.strictEqual((yield* browser.send(path)).status, 200)
      assert.strictEqual((yield* browser.send(`${path}/node-executions`)).status, 200)
      const missing = yield* browser.send(`${api}/apps/${App}/workflows/draft/runs/${Run}/node-outputs/n`)
      assert.include(missing.text, `run '${draftRun}'`)
    })
  )

  it.live("attack: whatever is written there names a node or output that is not there, in the declared way", () =>
    Effect.gen(function* () {
      const { browser, app, draftRun } = yield* site
      const at = `${api}/apps/${app}/workflows/draft/runs/${draftRun}/node-outputs`
      for (const [written, meant] of segments) {
        const node = yield* browser.send(`${at}/${written}`)
        assert.deepInclude(node.json, { code: "node_not_in_workflow_run", status: 404 }, meant)
        const output = yield* browser.send(`${at}/m/${written}/preview`)
        assert.deepInclude(output.json, { code: "node_output_not_declared", status: 404 }, meant)
        for (const { headers, text } of [node, output]) {
          assert.isUndefined(headers["set-cookie"], meant)
          assert.strictEqual(headers["content-type"], "application/json", meant)
          assert.notInclude(text, "\u0000", meant)
        }
      }
    })
  )

  it.live("attack: an id of an app or a run that is none is as unknown as any other", () =>
    Effect.gen(function* () {
      const { browser, app, draftRun } = yield* site
      for (const [written, meant] of segments) {
        const run = yield* browser.send(`${api}/apps/${app}/workflows/draft/runs/${written}/node-outputs`)
        assert.deepInclude(run.json, { code: "workflow_run_not_found", status: 404 }, meant)
        const other = yield* browser.send(`${api}/apps/${written}/workflows/draft/runs/${draftRun}/node-outputs`)
        assert.deepInclude(other.json, { code: "app_not_found", status: 404 }, meant)
      }
    })
  )

  it.live("attack: dots and double slashes do not lead around a guard", () =>
    Effect.gen(function* () {
      const { port } = yield* site
      const paths = [
        "/console/api/ping/../account/profile",
        "/console/api/ping/%2e%2e/account/profile",
        "/console/api//account/profile",
        "//console/api/account/profile",
        "/console/api/./account/profile",
        "/console/api/account/profile/",
        "/console/api/account/profile;/ping",
        "/console/api/account/profile%2f..%2f..%2fping",
        "/CONSOLE/API/account/profile",
        "/console/api/account/profile?path=/console/api/ping",
        "/console/api/account/profile/ping",
        "/console/api/account/profile.json"
      ]
      for (const path of paths) {
        const { status } = yield* send(port, path)
        assert.include([401, 404], status, path)
      }
    })
  )
})
