import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Stream } from "effect"
import { bodyOf, serveHttp } from "../net/_test_server.ts"
import { OutboundHttp, OutboundPolicy } from "../net/mod.ts"
import { RunEngine } from "../run/run_engine.ts"
import { WorkflowRunner } from "../run/workflow_runner.ts"
import { layerMemoryRunStore } from "../store/memory_run_store.ts"
import { end } from "./end.ts"
import { httpRequest } from "./http_request.ts"
import { NodeRegistry } from "./node_registry.ts"
import { start } from "./start.ts"

const secret = 'sk-"1234567890&abcdef'

const layer = WorkflowRunner.layer.pipe(
  Layer.provideMerge(RunEngine.layer),
  Layer.provide(layerMemoryRunStore()),
  Layer.provide(NodeRegistry.layer([start, end, httpRequest])),
  Layer.provide(OutboundHttp.layer),
  Layer.provide(OutboundPolicy.layer(["127.0.0.1"]))
)

const bearer = { type: "bearer", api_key: "{{#env.KEY#}}" }

/** Sends the secret in every part of a request. */
const fileFor = (origin: string, config: object = bearer): string =>
  JSON.stringify({
    app: { mode: "workflow", name: "test" },
    kind: "app",
    version: "0.6.0",
    workflow: {
      environment_variables: [{ id: "1", name: "KEY", value_type: "secret", value: secret, selector: ["env", "KEY"] }],
      graph: {
        nodes: [
          { id: "s", data: { type: "start", title: "s", variables: [] } },
          {
            id: "h",
            data: {
              type: "http-request",
              title: "h",
              method: "post",
              url: `${origin}/{{#env.KEY#}}`,
              headers: "X-Key: {{#env.KEY#}}",
              params: "key: {{#env.KEY#}}",
              authorization: { type: "api-key", config },
              body: { type: "x-www-form-urlencoded", data: [{ key: "key", type: "text", value: "{{#env.KEY#}}" }] }
            }
          },
          { id: "e", data: { type: "end", title: "e", outputs: [{ variable: "body", value_selector: ["h", "body"] }] } }
        ],
        edges: [
          { source: "s", target: "h" },
          { source: "h", target: "e" }
        ]
      }
    }
  })

describe("secrets of an http request", () => {
  it.live("D14: reach the server and the caller, but no event: request log, body, headers and errors included", () =>
    Effect.gen(function* () {
      const server = yield* serveHttp((request, response) => {
        bodyOf(request, (body) => {
          const sent = { url: request.url, headers: request.headers, body }
          response.setHeader("content-type", "application/json").end(JSON.stringify(sent))
        })
      })
      const runner = yield* WorkflowRunner
      const run = yield* runner.start({ text: fileFor(server.origin) })
      const events = yield* Stream.runCollect(run.events)
      const { outputs, status } = yield* run.result
      assert.strictEqual(status, "succeeded")
      const sent = String(outputs.body)
      for (const spelling of [JSON.stringify(`Bearer ${secret}`).slice(1, -1), encodeURIComponent(secret)]) {
        assert.include(sent, spelling)
      }
      // The text of an end node is streamed to its caller as it is, like the outputs of the run.
      const shown = JSON.stringify(events.filter(({ event }) => event !== "run_succeeded" && event !== "chunk"))
      assert.include(shown, "POST /")
      for (const part of [secret, "1234567890", "abcdef"]) assert.notInclude(shown, part)
    }).pipe(Effect.scoped, Effect.provide(layer))
  )

  it.live("a server that says the Basic header back, in JSON inside JSON, shows the password to nobody else", () =>
    Effect.gen(function* () {
      const server = yield* serveHttp((request, response) => {
        const said = JSON.stringify({ said: JSON.stringify({ key: secret, headers: request.headers }) })
        response.setHeader("content-type", "application/json").end(said)
      })
      const runner = yield* WorkflowRunner
      const run = yield* runner.start({
        text: fileFor(server.origin, { type: "basic", api_key: "user:{{#env.KEY#}}" })
      })
      const events = yield* Stream.runCollect(run.events)
      const { outputs } = yield* run.result
      const header = Buffer.from(`user:${secret}`).toString("base64")
      assert.include(String(outputs.body), header)
      const shown = JSON.stringify(events.filter(({ event }) => event !== "run_succeeded" && event !== "chunk"))
      assert.include(shown, "Basic ")
      for (const part of [header.slice(8, 24), "1234567890", "abcdef"]) assert.notInclude(shown, part)
    }).pipe(Effect.scoped, Effect.provide(layer))
  )
})
