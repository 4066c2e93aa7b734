import { assert, describe, it } from "@effect/vitest"
import type { FlowglassError } from "@flowglass/core/error"
import { PreflightFailed } from "@flowglass/core/error"
import { NodeNotInWorkflowRun, NodeOutputNotDeclared, WorkflowRunNotFound } from "@flowglass/inspector"
import { Effect, Layer, Schema } from "effect"
import * as HttpServer from "effect/http/HttpServer"
import * as HttpApi from "effect/http-api/HttpApi"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiTest from "effect/http-api/HttpApiTest"
import * as OpenApi from "effect/http-api/OpenApi"

const errors = [WorkflowRunNotFound, NodeNotInWorkflowRun, NodeOutputNotDeclared, PreflightFailed] as const

const Api = HttpApi.make("test").add(
  HttpApiGroup.make("runs").add(
    HttpApiEndpoint.get("fail", "/fail/:code", {
      params: { code: Schema.String },
      success: Schema.String,
      error: errors
    })
  )
)

/** Fails with the error whose code is in the path. */
const handlers = HttpApiBuilder.group(Api, "runs", (group) =>
  group.handle("fail", ({ params }) => {
    const Declared = errors.find(({ declaration }) => declaration.code === params.code)
    if (Declared === undefined) return Effect.succeed("no such error")
    return Effect.fail(new Declared({ message: `it was ${params.code}` }))
  })
)

const client = HttpApiTest.groups(Api, ["runs"]).pipe(
  Effect.provide(Layer.provideMerge(handlers, HttpServer.layerServices))
)

describe("declared errors over HTTP", () => {
  it("are schemas with code, message and status in OpenAPI, under their own status, without _tag", () => {
    const spec = OpenApi.fromApi(Api)
    const text = JSON.stringify(spec)
    assert.notInclude(text, '"_tag"')
    assert.deepStrictEqual(
      Object.keys(spec.paths["/fail/{code}"]?.get?.responses ?? {}).filter((status) => status !== "400"),
      ["200", "404", "422"]
    )
    for (const { declaration } of errors) {
      const body = Object.values(spec.components.schemas).find((schema) =>
        JSON.stringify(schema).includes(`"enum":["${declaration.code}"]`)
      )
      assert.deepStrictEqual(body, {
        type: "object",
        properties: {
          code: { type: "string", enum: [declaration.code] },
          message: { type: "string" },
          status: { type: "number", enum: [declaration.status] },
          params: {}
        },
        required: ["code", "message", "status"],
        additionalProperties: false
      })
    }
  })

  it.effect("reach the derived client as instances of their class, also when three share a status", () =>
    Effect.gen(function* () {
      const { runs } = yield* client
      for (const Declared of errors) {
        const { code } = Declared.declaration
        const error = yield* Effect.flip(runs.fail({ params: { code } }))
        assert.isTrue(error instanceof Declared, code)
        assert.strictEqual(JSON.stringify(error), JSON.stringify(new Declared({ message: `it was ${code}` })))
      }
    })
  )

  it.effect("are caught by code, each with its own type", () =>
    Effect.gen(function* () {
      const { runs } = yield* client
      const told = (code: string): Effect.Effect<string, unknown> =>
        runs.fail({ params: { code } }).pipe(
          Effect.catchTag("node_not_in_workflow_run", ({ code, status }) => {
            const known: "node_not_in_workflow_run" = code
            return Effect.succeed(`${known} ${status satisfies 404}`)
          }),
          Effect.catchTag(["workflow_run_not_found", "preflight_failed"], (error) =>
            Effect.succeed(`one of two: ${error.code satisfies "workflow_run_not_found" | "preflight_failed"}`)
          )
        )
      assert.strictEqual(yield* told("node_not_in_workflow_run"), "node_not_in_workflow_run 404")
      assert.strictEqual(yield* told("preflight_failed"), "one of two: preflight_failed")
      assert.instanceOf(yield* Effect.flip(told("node_output_not_declared")), NodeOutputNotDeclared)
      const all: FlowglassError = new PreflightFailed({ message: "m" })
      assert.strictEqual(all._tag, "preflight_failed")
      // @ts-expect-error: a code that the call cannot fail with
      const wrong = Effect.catchTag(runs.fail({ params: { code: "x" } }), "run_stopped", () => Effect.void)
      assert.isTrue(Effect.isEffect(wrong))
    })
  )

  it.effect("hostile: a body that pretends to be an error with another status is not decoded as one", () =>
    Effect.gen(function* () {
      const decode = Schema.decodeUnknownEffect(NodeNotInWorkflowRun)
      const body = { code: "node_not_in_workflow_run", message: "m", status: 404 }
      assert.instanceOf(yield* decode(body), NodeNotInWorkflowRun)
      for (const wrong of [{ status: 200 }, { code: "workflow_run_not_found" }, { message: 1 }, { code: undefined }]) {
        yield* Effect.flip(decode({ ...body, ...wrong }))
      }
      const polluted: unknown = JSON.parse(
        '{"code":"node_not_in_workflow_run","message":"m","status":404,"__proto__":{"_tag":"x"}}'
      )
      const error = yield* decode(polluted)
      assert.deepStrictEqual([error._tag, JSON.stringify(error)], [body.code, JSON.stringify(body)])
    })
  )
})
