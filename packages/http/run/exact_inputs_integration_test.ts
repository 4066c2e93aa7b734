import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { startServer } from "../_test_server.ts"
import { api, makeApp } from "../_test_story.ts"
import { setUp, signIn } from "../console/_test_accounts.ts"
import { send, TestBrowser } from "../serve/_test_client.ts"

/** Says what it was given. */
const graph = {
  nodes: [
    {
      id: "s",
      data: {
        type: "start",
        variables: [
          { variable: "name", label: "Name", type: "text-input" },
          { variable: "n", label: "N", type: "number" },
          { variable: "o", label: "O", type: "json_object" }
        ]
      }
    },
    {
      id: "m",
      data: {
        type: "template-transform",
        template: "{{ n }} {{ o }}",
        variables: [
          { variable: "n", value_selector: ["s", "n"] },
          { variable: "o", value_selector: ["s", "o"] }
        ]
      }
    },
    { id: "e", data: { type: "end", outputs: [{ variable: "text", value_selector: ["m", "output"] }] } }
  ],
  edges: [
    { source: "s", target: "m" },
    { source: "m", target: "e" }
  ]
}

/** Inputs as they are sent, and what a template says of them: what Python would. */
const cases = [
  ['{"n":9007199254740993,"o":{"id":12345678901234567890}}', "9007199254740993 {'id': 12345678901234567890}"],
  ['{"n":1.0,"o":{"a":2.50}}', "1.0 {'a': 2.5}"],
  ['{"n":1,"o":{"a":-0.0}}', "1 {'a': -0.0}"],
  ['{"n":1e3,"o":{"__proto__":{"x":1.5}}}', "1000.0 {'__proto__': {'x': 1.5}}"]
] as const

describe("the inputs of a run", () => {
  it.live("keep every digit and the kind of their numbers on every way in", () =>
    Effect.gen(function* () {
      const { port } = yield* startServer()
      yield* setUp(port)
      const browser = new TestBrowser(port)
      yield* signIn(browser)
      const { app, key, version } = yield* makeApp(browser, graph)
      for (const [inputs, said] of cases) {
        const body = `{"inputs":${inputs},"user":"u1"}`
        const answers = [
          yield* browser.send(`${api}/apps/${app}/workflows/draft/run`, {
            method: "POST",
            body,
            headers: { "content-type": "application/json" }
          })
        ]
        for (const path of ["/v1/workflows/run", `/v1/workflows/${version}/run`]) {
          const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" }
          answers.push(yield* send(port, path, { method: "POST", body, headers }))
        }
        for (const { status, text } of answers) {
          assert.strictEqual(status, 200, text)
          assert.include(text, `"outputs":{"text":"${said}"}`, inputs)
        }
      }
    })
  )
})
