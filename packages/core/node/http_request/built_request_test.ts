import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { OutboundHostNotFound } from "../../error/network_errors.ts"
import type { MultipartPart, OutboundRequest } from "../../net/outbound_request.ts"
import { FileValue } from "../../value/file_value.ts"
import type { Scopes } from "../_try_node.ts"
import { answering, configOf, nodeWith } from "./_test_try_request.ts"
import { buildRequest } from "./built_request.ts"

const build = (data: object, scopes: Scopes = {}) =>
  buildRequest(configOf(data), nodeWith(scopes)).pipe(Effect.provide(answering({ body: "fetched" })))

const failure = (data: object, scopes: Scopes = {}) =>
  build(data, scopes).pipe(
    Effect.flip,
    Effect.map((cause) => ("error" in cause ? [cause.type, cause.error.code, cause.error.message] : [cause.code]))
  )

const header = ({ headers = [] }: OutboundRequest, name: string) =>
  headers.filter(([other]) => other.toLowerCase() === name).map(([, value]) => value)

const json = (value: string) => ({ method: "post", body: { type: "json", data: [{ value }] } })

const file = (more: object = {}) =>
  new FileValue({
    type: "document",
    transfer_method: "local_file",
    filename: "a.txt",
    mime_type: "text/plain",
    ...more
  })

describe("building a request", () => {
  it.effect("authorization: bearer, basic encoded or not, custom, own header name", () =>
    Effect.gen(function* () {
      const rows = [
        [{ type: "bearer", api_key: "{{#env.KEY#}}" }, "authorization", "Bearer canary"],
        [{ type: "basic", api_key: "user:pass" }, "authorization", "Basic dXNlcjpwYXNz"],
        [{ type: "basic", api_key: "dXNlcjpwYXNz", header: "" }, "authorization", "Basic dXNlcjpwYXNz"],
        [{ type: "custom", api_key: "{{#env.KEY#}}", header: "X-Api-Key" }, "x-api-key", "canary"]
      ] as const
      for (const [config, name, value] of rows) {
        const authorization = { type: "api-key", config }
        const given = "x-api-key: other\nAUTHORIZATION: other\nX-Plain: p"
        const { outbound, log } = yield* build({ authorization, headers: given }, { env: { KEY: "canary" } })
        assert.deepStrictEqual(header(outbound, name), [value])
        assert.deepStrictEqual(outbound.secretHeaders, [name])
        assert.notInclude(log, value)
        assert.include(log, "X-Plain: p")
        assert.match(log, /: \*{20}\r\n/)
      }
    })
  )

  it.effect("8.2 case 24: a blank key is AuthorizationConfigError", () =>
    Effect.gen(function* () {
      for (const type of ["bearer", "basic", "custom"]) {
        for (const api_key of ["", "   ", "{{#env.EMPTY#}}"]) {
          assert.deepStrictEqual(
            yield* failure({ authorization: { type: "api-key", config: { type, api_key } } }, { env: { EMPTY: " " } }),
            [
              "AuthorizationConfigError",
              "http_request_authorization_invalid",
              "API key is required for authorization but was empty. Please provide a valid API key."
            ]
          )
        }
      }
    })
  )

  it.effect("the URL is filled in and must start with http:// or https://", () =>
    Effect.gen(function* () {
      const code = "http_request_url_invalid"
      assert.deepStrictEqual(yield* failure({ url: "" }), ["InvalidURLError", code, "url is required"])
      assert.deepStrictEqual(yield* failure({ url: "{{#a.b#}}" }, { a: { b: "" } }), [
        "InvalidURLError",
        code,
        "url is required"
      ])
      for (const url of ["api.test", "file:///etc/passwd", " http://a.test", "javascript:http://"]) {
        assert.deepStrictEqual(
          yield* failure({ url }),
          ["InvalidURLError", code, "url should start with http:// or https://"],
          url
        )
      }
      const { outbound } = yield* build({ url: "https://{{#a.o.host#}}/x" }, { a: { o: { host: "api.test" } } })
      assert.strictEqual(outbound.url, "https://api.test/x")
    })
  )

  it.effect("parameters are encoded and join the query of the URL before its fragment", () =>
    Effect.gen(function* () {
      const params = "q: {{#a.b#}}\nq: ü*~'\nempty"
      const scopes = { a: { b: "1 &=\n2" } }
      const query = "q=1+%26%3D%0A2&q=%C3%BC%2A~%27&empty="
      for (const [url, expected] of [
        ["https://api.test/x", `https://api.test/x?${query}`],
        ["https://api.test/x?a=1", `https://api.test/x?a=1&${query}`],
        ["https://api.test/x?#top", `https://api.test/x?${query}#top`]
      ] as const) {
        assert.strictEqual((yield* build({ url, params }, scopes)).outbound.url, expected)
      }
      assert.strictEqual((yield* build({ url: "https://api.test/?k=v" })).outbound.url, "https://api.test/?k=v")
    })
  )

  it.effect("8.2 case 20: JSON is filled in, repaired and sent compact, numbers intact", () =>
    Effect.gen(function* () {
      const scopes = { n: { uuid: "3f2504e0-4f89-11d3-9a0c-0305e82c3301", text: 'say "hi"\nnow', number: 1 } }
      const rows = [
        ['{"rowId": {{#n.uuid#}}}', '{"rowId":"3f2504e0-4f89-11d3-9a0c-0305e82c3301"}'],
        ['{\n"rowId": {{#n.uuid#}},\n"n": {{#n.number#}}\n}', '{"rowId":"3f2504e0-4f89-11d3-9a0c-0305e82c3301","n":1}'],
        ['{"text": "{{#n.text#}}", "f": 1.0}', '{"text":"say \\"hi\\"\\nnow","f":1.0}'],
        ['{"id": 12345678901234567890}', '{"id":12345678901234567890}'],
        ['{"__proto__": {"a": 1}}', '{"__proto__":{"a":1}}'],
        ["[]", "[]"]
      ] as const
      for (const [template, expected] of rows) {
        const { outbound } = yield* build(json(template), scopes)
        assert.strictEqual(outbound.body, expected)
        assert.deepStrictEqual(header(outbound, "content-type"), ["application/json"])
      }
    })
  )

  it.effect("bodies that cannot be built are RequestBodyError or FileFetchError", () =>
    Effect.gen(function* () {
      const code = "http_request_body_invalid"
      for (const text of ["", "just text"]) {
        assert.deepStrictEqual(yield* failure(json(text)), ["RequestBodyError", code, `Failed to parse JSON: ${text}`])
      }
      for (const type of ["json", "raw-text", "binary"]) {
        for (const data of [null, "", [], [{ value: "a" }, { value: "b" }]]) {
          assert.deepStrictEqual(yield* failure({ body: { type, data } }), [
            "RequestBodyError",
            code,
            `${type} body type should have exactly one item`
          ])
        }
      }
      const missing = yield* failure({ body: { type: "binary", data: [{ file: ["n", "f"] }] } }, { n: { f: "text" } })
      assert.deepStrictEqual(missing, [
        "FileFetchError",
        "http_request_file_unavailable",
        'cannot fetch file with selector ["n", "f"]'
      ])
    })
  )

  it.effect("raw text, form fields and old plain-text bodies", () =>
    Effect.gen(function* () {
      const raw = yield* build({ method: "post", body: { type: "raw-text", data: "Hi {{#n.x#}}" } }, { n: { x: true } })
      assert.strictEqual(raw.outbound.body, "Hi True")
      assert.deepStrictEqual(header(raw.outbound, "content-type"), ["text/plain"])
      const data = [
        { key: "{{#n.k#}}", value: "a:b c&d" },
        { key: "z", value: "1" },
        { key: "z", value: "2" }
      ]
      const form = yield* build({ method: "post", body: { type: "x-www-form-urlencoded", data } }, { n: { k: "kéy" } })
      assert.strictEqual(form.outbound.body, "k%C3%A9y=a%3Ab+c%26d&z=2")
      assert.deepStrictEqual(header(form.outbound, "content-type"), ["application/x-www-form-urlencoded"])
    })
  )

  it.effect("form-data: text fields and files; without a file a placeholder", () =>
    Effect.gen(function* () {
      const data = [
        { key: "t", value: "{{#n.x#}}" },
        { key: "f", type: "file", file: ["n", "one"] },
        { key: "g", type: "file", file: ["n", "many"] }
      ]
      const one = file({ bytes: Buffer.from("hello") })
      const remote = file({
        transfer_method: "remote_url",
        remote_url: "https://files.test/b",
        filename: null,
        mime_type: null
      })
      const without = file({ reference: "x" })
      const { outbound, log } = yield* build(
        { method: "post", body: { type: "form-data", data } },
        { n: { x: 1, one, many: [remote, without] } }
      )
      const parts: ReadonlyArray<MultipartPart> = [
        { kind: "text", name: "t", value: "1" },
        { kind: "file", name: "f", filename: "a.txt", type: "text/plain", bytes: Buffer.from("hello") },
        {
          kind: "file",
          name: "g",
          filename: "file",
          type: "application/octet-stream",
          bytes: new Uint8Array(Buffer.from("fetched"))
        }
      ]
      assert.deepStrictEqual(outbound.body, { multipart: parts })
      assert.include(log, "(a.txt, text/plain, 5 bytes)")
      const empty = yield* build(
        { method: "post", body: { type: "form-data", data: [data[1]] } },
        { n: { one: without } }
      )
      assert.deepStrictEqual(empty.outbound.body, {
        multipart: [{ kind: "text", name: "__multipart_placeholder__", value: "" }]
      })
      assert.notInclude(empty.log, "placeholder")
    })
  )

  it.effect("a content type of the node wins", () =>
    Effect.gen(function* () {
      const { outbound } = yield* build({ ...json("{}"), headers: "content-TYPE: application/vnd.api+json" })
      assert.deepStrictEqual(header(outbound, "content-type"), ["application/vnd.api+json"])
    })
  )

  it.effect("Idempotency-Key: for what changes something, the same for every attempt, unless given", () =>
    Effect.gen(function* () {
      for (const method of ["post", "PUT", "patch", "delete"]) {
        assert.deepStrictEqual(header((yield* build({ method })).outbound, "idempotency-key"), ["run:root/http"])
      }
      for (const method of ["get", "HEAD", "options"]) {
        assert.deepStrictEqual(header((yield* build({ method })).outbound, "idempotency-key"), [])
      }
      const given = yield* build({ method: "post", headers: "idempotency-key: mine" })
      assert.deepStrictEqual(header(given.outbound, "idempotency-key"), ["mine"])
      const node = nodeWith({}, { execution: "root/节点[1]", attempt: 3 })
      const odd = yield* Effect.provide(buildRequest(configOf({ method: "post" }), node), answering({}))
      assert.deepStrictEqual(header(odd.outbound, "idempotency-key"), ["run:root/%E8%8A%82%E7%82%B9[1]"])
    })
  )

  it.effect("timeouts are the node's, or the limits' where they are 0 or null", () =>
    Effect.gen(function* () {
      const { outbound } = yield* build({ timeout: { connect: 5, read: 0, write: null } })
      assert.deepStrictEqual(outbound.timeouts, { connect: 5000, read: 600_000, write: 600_000, total: 1_205_000 })
      assert.strictEqual(outbound.sslVerify, true)
      assert.strictEqual(outbound.guard, "guarded")
    })
  )

  it.effect("the log is the request as text", () =>
    Effect.gen(function* () {
      const data = {
        ...json('{"a": 1}'),
        url: "https://api.test:8443/x",
        params: "q:1",
        headers: "Cookie: s=canary\nX-A: b"
      }
      assert.strictEqual(
        (yield* build(data)).log,
        [
          "POST /x?q=1 HTTP/1.1",
          "Host: api.test:8443",
          `Cookie: ${"*".repeat(20)}`,
          "X-A: b",
          "content-type: application/json",
          "Idempotency-Key: run:root/http",
          "Content-Length: 8",
          "",
          '{"a": 1}'
        ].join("\r\n")
      )
    })
  )

  it.effect("a file that cannot be fetched fails with the network's code", () =>
    Effect.gen(function* () {
      const remote = file({ transfer_method: "remote_url", remote_url: "https://gone.test/b" })
      const data = [{ key: "f", type: "file", file: ["n", "f"] }]
      const cause = yield* buildRequest(
        configOf({ body: { type: "form-data", data } }),
        nodeWith({ n: { f: remote } })
      ).pipe(Effect.provide(answering(new OutboundHostNotFound({ message: "gone" }))), Effect.flip)
      assert.strictEqual("code" in cause ? cause.code : "", "outbound_host_not_found")
    })
  )
})
