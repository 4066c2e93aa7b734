import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import type { OutboundHostNotFound } from "../error/network_errors.ts"
import { serveHttp } from "./_test_server.ts"
import { NameResolver, OutboundHttp, OutboundPolicy, type ResolvedAddress } from "./mod.ts"

const names = (table: Record<string, ReadonlyArray<string>>) =>
  Layer.succeed(NameResolver, {
    resolve: (hostname: string) =>
      Effect.succeed(
        (table[hostname] ?? ["127.0.0.1"]).map(
          (address): ResolvedAddress => ({
            address,
            family: address.includes(":") ? 6 : 4
          })
        )
      )
  })

const guarded = (allow: ReadonlyArray<string> = [], resolver: Layer.Layer<never> = names({})) =>
  OutboundHttp.layer.pipe(Layer.provide([OutboundPolicy.layer(allow), resolver]))

const get = (url: string) =>
  Effect.flatMap(OutboundHttp, (http) =>
    http.request({ method: "GET", url, guard: "guarded", timeouts: { connect: 3000, read: 3000, total: 5000 } })
  )

const codeOf = (url: string) =>
  Effect.match(get(url), { onFailure: (error) => error.code, onSuccess: (response) => `status ${response.status}` })

const refused = "outbound_address_refused"

/** C.3 row 22: every spelling of an address that is not public. `PORT` is a server that answers on all of loopback. */
const spellings = [
  "http://127.0.0.1:PORT/",
  "http://127.1:PORT/",
  "http://127.255.255.254:PORT/",
  "http://2130706433:PORT/",
  "http://0x7f000001:PORT/",
  "http://0x7f.0.0.1:PORT/",
  "http://0177.0.0.1:PORT/",
  "http://017700000001:PORT/",
  "http://１２７.0.0.1:PORT/",
  "http://①②⑦.0.0.1:PORT/",
  "http://127。0。0。1:PORT/",
  "http://127．0．0．1:PORT/",
  "http://127.0.0.1.:PORT/",
  "http://0.0.0.0:PORT/",
  "http://0:PORT/",
  "http://[::1]:PORT/",
  "http://[::]:PORT/",
  "http://[0:0:0:0:0:0:0:1]:PORT/",
  "http://[::ffff:127.0.0.1]:PORT/",
  "http://[::ffff:7f00:1]:PORT/",
  "http://[::127.0.0.1]:PORT/",
  "http://[64:ff9b::7f00:1]:PORT/",
  "http://[64:ff9b:1::7f00:1]:PORT/",
  "http://[2002:7f00:1::]:PORT/",
  "http://[fd00::1]:PORT/",
  "http://[fe80::1]:PORT/",
  "http://[fec0::1]:PORT/",
  "http://[ff02::1]:PORT/",
  "http://10.0.0.1:PORT/",
  "http://172.16.0.1:PORT/",
  "http://172.31.255.255:PORT/",
  "http://192.168.1.1:PORT/",
  "http://169.254.169.254:PORT/latest/meta-data",
  "http://100.100.100.200:PORT/",
  "http://168.63.129.16:PORT/",
  "http://192.0.0.192:PORT/",
  "http://198.18.0.1:PORT/",
  "http://224.0.0.1:PORT/",
  "http://255.255.255.255:PORT/",
  "http://localhost:PORT/",
  "http://localhost.:PORT/",
  "http://LOCALHOST:PORT/",
  "http://%6c%6f%63alhost:PORT/",
  "http://ⓛocalhost:PORT/",
  "http://app.localhost:PORT/",
  "http://name-of-loopback.test:PORT/",
  "http://name-of-loopback.test.:PORT/",
  "http://user@127.0.0.1:PORT/",
  "http://8.8.8.8@127.0.0.1:PORT/",
  "http://user:secret@example.com/",
  "http:\\\\127.0.0.1:PORT\\",
  "file:///etc/passwd",
  "gopher://127.0.0.1:PORT/_GET",
  "ftp://127.0.0.1:PORT/",
  "data:text/plain,hi",
  "unix:///var/run/docker.sock"
]

describe("SSRF: no spelling of a private address is connected to", () => {
  it.live("C.3 row 22: addresses, hosts and schemes end in one code", () =>
    Effect.gen(function* () {
      const server = yield* serveHttp((_, response) => response.end("secret"), "::")
      for (const spelling of spellings) {
        const url = spelling.replace("PORT", String(server.port))
        assert.strictEqual(yield* codeOf(url), refused, url)
      }
      assert.strictEqual(server.connections(), 0)
      // The server is there: an operator's URL reaches it by the same address.
      const reached = yield* OutboundHttp.use((http) =>
        http.request({ method: "GET", url: server.origin, guard: "operator" })
      )
      assert.strictEqual(Buffer.from(reached.body).toString(), "secret")
    }).pipe(Effect.scoped, Effect.provide(guarded()))
  )

  it.live("an operator's open connection is not lent to a workflow", () =>
    Effect.gen(function* () {
      const server = yield* serveHttp((_, response) => response.end("secret"))
      const http = yield* OutboundHttp
      yield* http.request({ method: "GET", url: server.origin, guard: "operator" })
      assert.strictEqual(yield* codeOf(server.origin), refused)
      assert.strictEqual(server.connections(), 1)
    }).pipe(Effect.scoped, Effect.provide(guarded()))
  )

  it.live("a name with a public and a private address is refused", () =>
    Effect.gen(function* () {
      const server = yield* serveHttp((_, response) => response.end("secret"))
      for (const name of ["mixed.test", "mixed6.test", "mapped.test"]) {
        assert.strictEqual(yield* codeOf(`http://${name}:${server.port}/`), refused, name)
      }
      assert.strictEqual(server.connections(), 0)
    }).pipe(
      Effect.scoped,
      Effect.provide(
        guarded(
          [],
          names({
            "mixed.test": ["93.184.216.34", "127.0.0.1"],
            "mixed6.test": ["93.184.216.34", "::1"],
            "mapped.test": ["::ffff:127.0.0.1"]
          })
        )
      )
    )
  )

  it.live("rebinding: the connection goes to the answer that was checked, and a new one is checked anew", () => {
    let asked = 0
    const rebinding = Layer.succeed(NameResolver, {
      resolve: (): Effect.Effect<ReadonlyArray<ResolvedAddress>, OutboundHostNotFound> =>
        Effect.sync(() => [{ address: asked++ === 0 ? "127.0.0.2" : "127.0.0.1", family: 4 }])
    })
    return Effect.gen(function* () {
      const close = { connection: "close" }
      const checked = yield* serveHttp((_, response) => response.writeHead(200, close).end("checked"), "127.0.0.2")
      const inner = yield* serveHttp((_, response) => response.end("inner"), "127.0.0.1", checked.port)
      const first = yield* get(`http://rebind.test:${checked.port}/`)
      assert.strictEqual(Buffer.from(first.body).toString(), "checked")
      assert.strictEqual(asked, 1)
      assert.strictEqual(yield* codeOf(`http://rebind.test:${checked.port}/`), refused)
      assert.strictEqual(asked, 2)
      assert.strictEqual(inner.connections(), 0)
    }).pipe(Effect.scoped, Effect.provide(guarded(["127.0.0.2/32"], rebinding)))
  })

  it.live("a redirect to a private address is refused at its hop", () =>
    Effect.gen(function* () {
      const inner = yield* serveHttp((_, response) => response.end("secret"), "127.0.0.1")
      const targets = [
        `http://127.0.0.1:${inner.port}/`,
        `//127.0.0.1:${inner.port}/`,
        `http://name-of-loopback.test:${inner.port}/`,
        `http://u:p@outer.test/`,
        "file:///etc/passwd",
        "gopher://127.0.0.1/"
      ]
      const outer = yield* serveHttp((request, response) => {
        response.writeHead(302, { location: targets[Number(request.url?.slice(1))] ?? "/" }).end()
      }, "127.0.0.2")
      for (const index of targets.keys()) {
        assert.strictEqual(yield* codeOf(`http://127.0.0.2:${outer.port}/${index}`), refused, targets[index])
      }
      assert.strictEqual(outer.connections() > 0, true)
      assert.strictEqual(inner.connections(), 0)
    }).pipe(Effect.scoped, Effect.provide(guarded(["127.0.0.2"])))
  )

  it.live("an operator's server cannot redirect to a private address of another origin", () =>
    Effect.gen(function* () {
      const inner = yield* serveHttp((_, response) => response.end("secret"))
      const outer = yield* serveHttp((_, response) => response.writeHead(302, { location: inner.origin }).end())
      const http = yield* OutboundHttp
      const error = yield* Effect.flip(http.request({ method: "GET", url: outer.origin, guard: "operator" }))
      assert.strictEqual(error.code, refused)
      assert.strictEqual(inner.connections(), 0)
    }).pipe(Effect.scoped, Effect.provide(guarded()))
  )

  it.live("the refusal does not tell which address a name has", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(get("http://db.internal.test/?token=canary"))
      assert.strictEqual(error.code, refused)
      assert.include(error.message, "db.internal.test")
      assert.notInclude(error.message, "10.20.30.40")
      assert.notInclude(error.message, "canary")
    }).pipe(Effect.provide(guarded([], names({ "db.internal.test": ["10.20.30.40"] }))))
  )
})

describe("the operator's allow list", () => {
  it.live("lets through by address, block, host, host:port and origin, and nothing beside", () =>
    Effect.gen(function* () {
      const server = yield* serveHttp((_, response) => response.end("ok"))
      const other = yield* serveHttp((_, response) => response.end("ok"))
      const here = `${server.origin}/`
      const named = `http://api.internal.test:${server.port}/`
      const elsewhere = `${other.origin}/`
      const rows: ReadonlyArray<readonly [string, string, string]> = [
        ["127.0.0.1", here, "status 200"],
        ["127.0.0.1", named, "status 200"],
        ["127.0.0.0/8", named, "status 200"],
        [`127.0.0.1:${server.port}`, here, "status 200"],
        [`127.0.0.1:${server.port}`, elsewhere, refused],
        [server.origin, here, "status 200"],
        [server.origin, elsewhere, refused],
        [`https://127.0.0.1:${server.port}`, here, refused],
        ["api.internal.test", named, "status 200"],
        ["api.internal.test", `http://API.internal.test.:${server.port}/`, "status 200"],
        ["api.internal.test", here, refused],
        ["internal.test", named, refused],
        ["127.0.0.0/8", `http://localhost:${server.port}/`, "status 200"],
        ["10.0.0.0/8", here, refused]
      ]
      for (const [entry, url, expected] of rows) {
        const answer = yield* Effect.provide(codeOf(url), guarded([entry]))
        assert.strictEqual(answer, expected, `${entry} for ${url}`)
      }
    }).pipe(Effect.scoped)
  )
})
