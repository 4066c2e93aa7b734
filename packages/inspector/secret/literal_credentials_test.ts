import { assert, describe, expect, it } from "@effect/vitest"
import type { Value } from "@flowglass/core"
import { mapCredentials } from "./literal_credentials.ts"

const starred = (data: Value): Value => mapCredentials(data, () => "***")

describe("mapCredentials", () => {
  it("finds the API key of an http-request", () => {
    const data = {
      type: "http-request",
      url: "https://a.test/?q=1",
      authorization: { type: "api-key", config: { type: "bearer", api_key: "sk-live", header: "Authorization" } }
    }
    expect(starred(data)).toEqual({
      ...data,
      authorization: { type: "api-key", config: { type: "bearer", api_key: "***", header: "Authorization" } }
    })
  })

  it("finds credentials in lines of headers and parameters, whatever the case of their names", () => {
    const headers = "Accept: text/plain\nAUTHORIZATION: Bearer sk-live\nX-Api-Key:sk-live\ncookie: a=1\nNoColon"
    expect(starred({ headers, params: "q: 1\napi_key: sk-live" })).toEqual({
      headers: "Accept: text/plain\nAUTHORIZATION: Bearer ***\nX-Api-Key:***\ncookie: ***\nNoColon",
      params: "q: 1\napi_key: ***"
    })
  })

  it("finds credentials in lists of key and value", () => {
    expect(
      starred([
        { key: "Authorization", value: "abc" },
        { name: "password", value: "abc" },
        { key: "q", value: "abc" }
      ])
    ).toEqual([
      { key: "Authorization", value: "***" },
      { name: "password", value: "***" },
      { key: "q", value: "abc" }
    ])
  })

  it("leaves references and the word Bearer, and blank values", () => {
    const data = {
      api_key: "{{#env.KEY#}}",
      authorization: "Bearer {{#env.KEY#}}",
      password: "",
      cookie: "  ",
      access_token: "a{{#env.KEY#}}b"
    }
    expect(starred(data)).toEqual({ ...data, access_token: "***{{#env.KEY#}}***" })
  })

  it("leaves what only has such a name: selectors, declarations, prompts", () => {
    const data = {
      variables: [{ variable: "password", value_selector: ["start", "password"] }],
      outputs: { password: { type: "string" }, api_key: null },
      prompt: "authorization: say hello"
    }
    expect(starred(data)).toEqual(data)
  })

  it("a megabyte of opening braces takes no time to speak of", () => {
    const before = performance.now()
    starred({ api_key: "{".repeat(1_000_000), headers: ":".repeat(1_000_000) })
    assert.isBelow(performance.now() - before, 500)
  })

  it("a member named __proto__ stays a member", () => {
    const data = JSON.parse('{"__proto__": {"api_key": "sk-live"}}')
    expect(JSON.stringify(starred(data))).toBe('{"__proto__":{"api_key":"***"}}')
  })
})
