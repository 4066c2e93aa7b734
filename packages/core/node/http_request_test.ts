import { assert, describe, it } from "@effect/vitest"
import { Effect, Result, Schema } from "effect"
import { CapabilityNotInstalled } from "../error/capability_errors.ts"
import {
  OutboundAddressRefused,
  OutboundResponseTooLarge,
  OutboundTimeout,
  OutboundUrlInvalid
} from "../error/network_errors.ts"
import type { NetworkError, OutboundRequest } from "../net/outbound_request.ts"
import { FileValue } from "../value/file_value.ts"
import type { ValueObject } from "../value/value.ts"
import { answering, nodeWith } from "./http_request/_test_try_request.ts"
import { httpRequest } from "./http_request.ts"
import { defaultNodeLimits, type NodeContext } from "./node_context.ts"

const bind = (data: object) =>
  Result.getOrThrow(httpRequest.decode({ type: "http-request", method: "get", url: "https://api.test/", ...data }))

const run = (
  answer: Parameters<typeof answering>[0],
  data: object = {},
  more: Partial<NodeContext> = {},
  seen: Array<OutboundRequest> = []
) => {
  const outcome = bind(data).run(nodeWith({}, more))
  assert.isTrue(Effect.isEffect(outcome))
  return Effect.isEffect(outcome) ? Effect.provide(outcome, answering(answer, seen)) : Effect.die("it is an effect")
}

const fileOf = (outputs: ValueObject | undefined): FileValue => {
  const [file] = Array.isArray(outputs?.files) ? outputs.files : []
  assert.instanceOf(file, FileValue)
  return file
}

describe("http-request", () => {
  it.effect("a text response", () =>
    Effect.gen(function* () {
      const headers = [
        ["content-type", "application/json"],
        ["set-cookie", "a=1"],
        ["set-cookie", "b=2"],
        ["__proto__", "x"]
      ] as const
      const result = yield* run({ headers, body: '{"é": 1}' })
      assert.strictEqual(result.outputs.status_code, 200)
      assert.strictEqual(result.outputs.body, '{"é": 1}')
      assert.strictEqual(
        JSON.stringify(result.outputs.headers),
        '{"content-type":"application/json","set-cookie":"a=1, b=2","__proto__":"x"}'
      )
      assert.deepStrictEqual(result.outputs.files, [])
      assert.deepStrictEqual(
        Object.keys(result.outputs),
        bind({}).outputs.map(({ name }) => name)
      )
      assert.match(String(result.processData?.request), /^GET \/ HTTP\/1\.1\r\nHost: api\.test\r\n/)
    })
  )

  it.effect("text in the charset of its content type", () =>
    Effect.gen(function* () {
      for (const [type, body, text] of [
        ["text/html; charset=iso-8859-1", Buffer.from("é", "latin1"), "é"],
        ['text/plain; charset="GBK"', Buffer.from([0xc4, 0xe3, 0xba, 0xc3]), "你好"],
        ["text/plain; charset=nonsense", Buffer.from("é"), "é"],
        ["text/plain", Buffer.from([0xff, 0x41]), "�A"]
      ] as const) {
        const { outputs } = yield* run({ headers: [["content-type", type]], body })
        assert.strictEqual(outputs.body, text, type)
      }
    })
  )

  it.effect("a file response", () =>
    Effect.gen(function* () {
      const bytes = new Uint8Array([0x89, 0x50, 0xff, 0x00])
      const rows = [
        ["https://api.test/pic", "image/png", undefined, ["pic.png", ".png", "image/png", "image"]],
        [
          "https://api.test/a%20b.pdf?x=1",
          "application/octet-stream",
          undefined,
          ["a b.pdf", ".pdf", "application/octet-stream", "document"]
        ],
        ["https://api.test/", "text/plain", 'attachment; filename="r.csv"', ["r.csv", ".csv", "text/csv", "document"]],
        ["https://api.test/..%2F..%2Fx", "application/zip", undefined, ["x.zip", ".zip", "application/zip", "custom"]],
        ["https://api.test/", "application/x-odd", undefined, ["file.bin", ".bin", "application/x-odd", "custom"]]
      ] as const
      for (const [url, type, disposition, [filename, extension, mime, kind]] of rows) {
        const headers = [
          ["content-type", type],
          ...(disposition === undefined ? [] : [["content-disposition", disposition] as const])
        ] as const
        const { outputs } = yield* run({ headers, body: bytes }, { url })
        assert.strictEqual(outputs.body, "")
        const { attributes } = fileOf(outputs)
        assert.deepStrictEqual(attributes, {
          type: kind,
          transfer_method: "tool_file",
          filename,
          extension,
          mime_type: mime,
          size: 4,
          bytes
        })
      }
    })
  )

  it.effect("8.2 case 23: a status that is not 2xx is a success unless the failure is handled", () =>
    Effect.gen(function* () {
      for (const status of [199, 301, 304, 404, 500]) {
        const answer = { status, body: "no", headers: [["content-type", "text/plain"]] } as const
        assert.strictEqual((yield* run(answer)).outputs.status_code, status)
        const failed = yield* Effect.flip(run(answer, {}, { failureIsHandled: true }))
        assert.strictEqual(failed.error.code, "http_response_not_successful")
        assert.strictEqual(failed.error.message, `Request failed with status code ${status}`)
        assert.strictEqual(failed.details.type, "HTTPResponseCodeError")
        assert.strictEqual(failed.details.outputs?.body, "no")
        assert.match(String(failed.details.processData?.request), /^GET/)
      }
      assert.strictEqual((yield* run({ status: 204 }, {}, { failureIsHandled: true })).outputs.status_code, 204)
    })
  )

  it.effect("weakness 25: OPTIONS works", () =>
    Effect.gen(function* () {
      const seen: Array<OutboundRequest> = []
      yield* run({}, { method: "options" }, {}, seen)
      assert.strictEqual(seen[0]?.method, "OPTIONS")
    })
  )

  it.effect("text and files have limits of their own, with Dify's messages", () =>
    Effect.gen(function* () {
      const limits = { ...defaultNodeLimits, httpTextSize: 2 * 1024 * 1024, httpBinarySize: 1024 }
      const code = (answer: Parameters<typeof answering>[0]) =>
        Effect.map(Effect.flip(run(answer, {}, { limits })), ({ error, details }) => [
          error.code,
          details.type,
          error.message
        ])
      const text = { headers: [["content-type", "text/plain"]], body: "x".repeat(2 * 1024 * 1024 + 1) } as const
      assert.deepStrictEqual(yield* code(text), [
        "http_response_too_large",
        "ResponseSizeError",
        "Text size is too large, max size is 2.00 MB, but current size is 2.00 MB."
      ])
      const file = { headers: [["content-type", "image/png"]], body: "x".repeat(1536) } as const
      assert.deepStrictEqual(yield* code(file), [
        "http_response_too_large",
        "ResponseSizeError",
        "File size is too large, max size is 0.00 MB, but current size is 1.50 KB."
      ])
      const sampled = { headers: [["content-type", "application/octet-stream"]], body: "x".repeat(1025) } as const
      assert.strictEqual((yield* code(sampled))[1], "ResponseSizeError")
      const announced = [...file.headers, ["content-length", "52428800"]] as const
      assert.include((yield* code({ ...file, headers: announced }))[2], "current size is 50.00 MB")
    })
  )

  it.effect("failures of the network keep their code and get Dify's type", () =>
    Effect.gen(function* () {
      const rows: ReadonlyArray<readonly [NetworkError, string]> = [
        [new OutboundAddressRefused({ message: "no" }), "HttpRequestNodeError"],
        [new OutboundTimeout({ message: "no" }), "HttpRequestNodeError"],
        [new OutboundUrlInvalid({ message: "no" }), "InvalidURLError"],
        [new OutboundResponseTooLarge({ message: "no" }), "ResponseSizeError"],
        [new CapabilityNotInstalled({ message: "no" }), "HttpRequestNodeError"]
      ]
      const declared = httpRequest.description.errors.map(({ declaration }) => declaration.code)
      for (const [error, type] of rows) {
        const failed = yield* Effect.flip(run(error))
        assert.strictEqual(failed.error, error)
        assert.strictEqual(failed.details.type, type)
        assert.include(declared, error.code)
      }
    })
  )

  it.effect("a node that cannot be built sends nothing", () =>
    Effect.gen(function* () {
      const seen: Array<OutboundRequest> = []
      const failed = yield* Effect.flip(run({}, { url: "" }, {}, seen))
      assert.strictEqual(failed.details.type, "InvalidURLError")
      assert.deepStrictEqual(seen, [])
    })
  )

  it("says which variables it reads", () => {
    const { selectors } = bind({
      url: "https://{{#a.host#}}/",
      headers: "X: {{#b.h#}}",
      params: "q: {{#c.p#}}",
      authorization: { type: "api-key", config: { type: "bearer", api_key: "{{#env.KEY#}}" } },
      body: {
        type: "form-data",
        data: [
          { key: "{{#d.k#}}", value: "{{#d.v#}}" },
          { key: "f", type: "file", file: ["e", "file"] }
        ]
      }
    })
    const expected = [
      ["a", "host"],
      ["b", "h"],
      ["c", "p"],
      ["env", "KEY"],
      ["d", "k"],
      ["d", "v"],
      ["e", "file"]
    ]
    assert.deepStrictEqual(selectors, expected)
  })

  it("is mocked: what an answer leaves out has a default", () => {
    const { description } = httpRequest
    assert.deepStrictEqual(bind({}).mock(description.mockDefault ?? {}).outputs, description.example.outputs)
    assert.deepInclude(bind({}).mock({ body: "hi" }).outputs, { status_code: 200, body: "hi" })
    assert.isTrue(description.retries === true && description.external === true)
    assert.isTrue(Result.isSuccess(httpRequest.decode(description.example.config)))
    assert.isTrue(Schema.isSchemaError(Result.getOrThrow(Result.flip(httpRequest.decode({ method: "get" })))))
  })
})
