import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { HttpApi } from "effect/http-api"
import { startServer } from "../_test_server.ts"
import { setUp, signIn } from "../console/_test_accounts.ts"
import { FlowglassApi } from "../openapi/flowglass_api.ts"
import { send, TestBrowser, type TestRequest } from "./_test_client.ts"

/** Mulberry32: the same requests each time. */
const randomFrom = (seed: number) => {
  let state = seed
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const paths: Array<string> = ["/v1/name", "/nowhere", "/"]
HttpApi.reflect(FlowglassApi, { onGroup: () => {}, onEndpoint: ({ endpoint }) => void paths.push(endpoint.path) })

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "QUERY"]
const twists = [
  "",
  "",
  "",
  "/",
  "//",
  "/..",
  "/%2e%2e",
  "/%00",
  "/%zz",
  "/%ff",
  "?",
  "?a=b&a=c",
  "?current_version=1",
  "?current_version=%E0%A4%A",
  "?current_version[]=1&__proto__=x",
  ";a=b",
  "#x",
  "/\u00e9",
  "/'--",
  `/${"a".repeat(5000)}`,
  "%20"
]
const values = [
  null,
  true,
  0,
  -1,
  1e308,
  "",
  "a",
  "ada@example.test",
  "correct horse 1",
  "\u0000",
  "\ud800",
  "𝕊",
  "' OR 1=1 --",
  "../..",
  "{{x}}",
  "a".repeat(10_000),
  [],
  [[[]]],
  {},
  { a: 1 }
]
const ids = [
  "0195f3c2-0000-7000-8000-000000000000",
  "0",
  "__proto__",
  "%00",
  "'--",
  "..",
  "%E0%A4%A",
  "\u{1F600}",
  "a".repeat(90)
]
const jsonValues = values.map((value) => JSON.stringify(value))
const fields = [
  "email",
  "password",
  "name",
  "language",
  "new_password",
  "repeat_new_password",
  "interface_theme",
  "interface_language",
  "timezone",
  "tenant_id",
  "remember_me",
  "mode",
  "description",
  "icon_type",
  "graph",
  "features",
  "hash",
  "environment_variables",
  "conversation_variables",
  "inputs",
  "files",
  "user",
  "response_mode",
  "__proto__",
  "constructor",
  "toString"
]
const types = [
  "application/json",
  "application/json",
  "application/json",
  "application/json;charset=utf-8",
  "application/JSON",
  "text/plain",
  "multipart/form-data; boundary=x",
  "multipart/form-data",
  "application/x-www-form-urlencoded",
  "",
  ";",
  "application/json, text/html",
  "x".repeat(300)
]
const headerChoices: ReadonlyArray<Readonly<Record<string, string>>> = [
  {},
  { cookie: "access_token=%; csrf_token==; ;;" },
  { cookie: "__proto__=1; access_token=a.b.c" },
  { authorization: "Bearer" },
  { authorization: "Bearer eyJhbGciOiJub25lIn0.e30." },
  { "x-csrf-token": "ÿ" },
  { origin: "null" },
  { "x-trace-id": "\t{}" },
  { expect: "200-maybe" },
  { "transfer-encoding": "chunked" },
  { range: "bytes=0-0" },
  { host: "" },
  { host: "[::1" },
  { "accept-encoding": "br;q=x" },
  { "content-encoding": "gzip" },
  { "x-forwarded-for": "a".repeat(9000) },
  { upgrade: "websocket", connection: "Upgrade" },
  { upgrade: "h2c", connection: "Upgrade", "http2-settings": "AAA" }
]

const Envelope = Schema.Struct({ code: Schema.String, message: Schema.String, status: Schema.Int })
const isEnvelope = Schema.is(Envelope)
const isRefreshFailure = Schema.is(Schema.Struct({ result: Schema.Literal("fail"), message: Schema.String }))

describe("fuzz", () => {
  it.live(
    "500 seeded requests: never a 5xx, and every refusal has Dify's shape",
    () =>
      Effect.gen(function* () {
        const { port } = yield* startServer({ settings: { bodyLimit: 100_000 } })
        yield* setUp(port)
        const browser = new TestBrowser(port)
        yield* signIn(browser)
        const session = {
          cookie: browser.jar.map(({ name, value }) => `${name}=${value}`).join("; "),
          "x-csrf-token": browser.cookie("csrf_token") ?? ""
        }
        const created = Effect.fnUntraced(function* (path: string, body: unknown) {
          const { json, text } = yield* browser.send(`http://localhost/console/api${path}`, { method: "POST", body })
          return typeof json === "object" && json !== null ? new Map(Object.entries(json)) : assert.fail(text)
        })
        const app = String((yield* created("/apps", { name: "Fuzzed", mode: "workflow" })).get("id"))
        const key = { authorization: `Bearer ${(yield* created(`/apps/${app}/api-keys`, {})).get("token")}` }
        const random = randomFrom(20_260_701)
        const below = (limit: number): number => Math.floor(random() * limit)
        const pick = <A>(from: ReadonlyArray<A>): A => from[below(from.length)] ?? assert.fail("nothing to pick")

        const bodyOf = (): string | Uint8Array => {
          const kind = below(8)
          if (kind === 0) return ""
          if (kind === 1) return "[".repeat(below(400))
          if (kind === 2) return Uint8Array.from({ length: below(60) }, () => below(256))
          if (kind === 3) return pick(jsonValues)
          if (kind === 4) return " ".repeat(90_000 + below(20_000))
          const entries = Array.from({ length: below(5) }, () => `${JSON.stringify(pick(fields))}:${pick(jsonValues)}`)
          return `{${entries.join(",")}${below(9) === 0 ? "," : ""}}`
        }

        const seen = new Map<number, number>()
        for (let number = 0; number < 500; number++) {
          const method = pick(methods)
          const known = pick(paths).replaceAll(/:\w+/g, () => (below(3) > 0 ? app : pick(ids)))
          const path = encodeURI(`${known}${pick(twists)}`).replaceAll("%25", "%")
          const type = pick(types)
          const headers = {
            ...(type === "" ? {} : { "content-type": type }),
            ...(below(3) > 0 ? session : {}),
            ...(below(2) === 0 ? key : {}),
            ...pick(headerChoices)
          }
          const hasBody = method !== "HEAD" && method !== "TRACE" && below(3) > 0
          const request: TestRequest = { method, headers, ...(hasBody ? { body: bodyOf() } : {}) }
          const what = `${number}: ${method} ${path} ${JSON.stringify(headers)}`.slice(0, 400)
          const response = yield* send(port, path, request)
          seen.set(response.status, (seen.get(response.status) ?? 0) + 1)
          assert.isBelow(response.status, 500, what)
          assert.isAtLeast(response.status, 200, what)
          if (response.status < 400 || method === "HEAD") continue
          const { json } = response
          if (isRefreshFailure(json) && path.startsWith("/console/api/refresh-token")) continue
          if (!isEnvelope(json)) assert.fail(`${what} answered ${response.status} ${response.text}`)
          assert.strictEqual(json.status, response.status, what)
        }
        // The requests reach different places, or the test would show nothing.
        for (const status of [200, 204, 400, 401, 404, 405, 413, 415])
          assert.isAbove(seen.get(status) ?? 0, 0, `${status}`)
      }),
    60_000
  )
})
