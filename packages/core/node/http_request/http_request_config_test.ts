import { assert, describe, it } from "@effect/vitest"
import { Result, Schema } from "effect"
import { configOf } from "./_test_try_request.ts"
import { type BodyItem, HttpRequestConfig } from "./http_request_config.ts"

const refused = (data: object): string =>
  Result.match(
    Schema.decodeUnknownResult(HttpRequestConfig, { errors: "all" })({ method: "get", url: "https://a.test", ...data }),
    { onSuccess: () => "accepted", onFailure: (error) => error.message }
  )

const text = (value: string): ReadonlyArray<BodyItem> => [{ key: "", type: "text", value, file: [] }]

describe("the config of an http-request node", () => {
  it("null, absent and empty bodies have no items", () => {
    for (const data of [null, "", []]) {
      assert.deepStrictEqual(configOf({ body: { type: "json", data } }).body.data, [])
    }
    assert.deepStrictEqual(configOf({ body: null }).body, { type: "none", data: [] })
    assert.strictEqual(configOf({ body: { type: "none" } }).body.type, "none")
  })

  it("a body of an old file is one text", () => {
    assert.deepStrictEqual(configOf({ body: { type: "json", data: "{{#a.b#}}" } }).body.data, text("{{#a.b#}}"))
    assert.deepStrictEqual(configOf({ body: { type: "json", data: [{ id: "1", value: "x" }] } }).body.data, text("x"))
  })

  it("methods have either case, options included; others are refused", () => {
    for (const method of ["get", "GET", "options", "OPTIONS", "head", "Patch".toLowerCase()]) {
      assert.strictEqual(configOf({ method }).method, method)
    }
    for (const method of ["trace", "CONNECT", "Get", "GET /x HTTP/1.1\r\nX: y"]) {
      assert.include(refused({ method }), "method")
    }
  })

  it("no-auth needs no config, api-key does", () => {
    assert.deepStrictEqual(configOf({ authorization: { type: "no-auth", config: { api_key: "x" } } }).authorization, {
      type: "no-auth"
    })
    for (const config of [null, undefined, [], "key"]) {
      assert.include(refused({ authorization: { type: "api-key", config } }), "authorization")
    }
  })

  it("reads the node of a real file", () => {
    const config = configOf({
      authorization: { config: { api_key: "k", header: "X-API-Key", type: "custom" }, type: "api-key" },
      body: { data: "{{#1721652505347.output#}}", type: "json" },
      desc: "",
      headers: "Content-Type:application/json",
      params: "",
      selected: false,
      timeout: { max_connect_timeout: 0, max_read_timeout: 0, max_write_timeout: 0 },
      variables: []
    })
    assert.deepStrictEqual(config.timeout, { connect: null, read: null, write: null })
    assert.strictEqual(config.ssl_verify, true)
  })
})
