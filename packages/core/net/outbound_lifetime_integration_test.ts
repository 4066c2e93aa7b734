import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Stream } from "effect"
import { eventually, serveHttp, serveTcp } from "./_test_server.ts"
import { OutboundHttp, OutboundPolicy } from "./mod.ts"

const layer = OutboundHttp.layer.pipe(Layer.provide(OutboundPolicy.layer(["127.0.0.0/8"])))

const hereAs = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Runs a program of a test in a process of its own; its output and exit code, or a kill after 20 seconds. */
const runProcess = (program: string, environment: Record<string, string> = {}, flags: ReadonlyArray<string> = []) =>
  Effect.callback<{ readonly code: number | null; readonly output: string }>((resume) => {
    const child = spawn(process.execPath, [...flags, "--input-type=module", "-e", program], {
      cwd: hereAs("."),
      env: { ...process.env, ...environment },
      timeout: 20_000
    })
    let output = ""
    child.stdout.on("data", (piece: Buffer) => (output += String(piece)))
    child.stderr.on("data", (piece: Buffer) => (output += String(piece)))
    child.once("close", (code) => resume(Effect.succeed({ code, output: output.trim() })))
    return Effect.sync(() => child.kill("SIGKILL"))
  })

const program = (body: string) => `
  import { Effect, Layer, Stream } from "effect"
  import { NameResolver, OutboundHttp, OutboundPolicy } from ${JSON.stringify(hereAs("./mod.ts"))}
  const layer = OutboundHttp.layer.pipe(Layer.provide(OutboundPolicy.layer(["127.0.0.0/8"])))
  const get = (url) => Effect.flatMap(OutboundHttp, (http) => http.request({ method: "GET", url, guard: "guarded" }))
  const shown = (effect) => Effect.match(effect, { onFailure: (error) => error.code + ": " + error.message, onSuccess: (r) => String(r.status) })
  ${body}
`

describe("the life of a connection", () => {
  it.live("interrupting closes the socket: before the headers and inside the body", () =>
    Effect.gen(function* () {
      const silent = yield* serveTcp((socket) => socket.resume())
      const halfway = yield* serveHttp((_, response) => response.write("half"))
      const http = yield* OutboundHttp
      for (const server of [silent, halfway]) {
        const fiber = yield* Effect.forkChild(http.request({ method: "GET", url: server.origin, guard: "guarded" }))
        assert.isTrue(yield* eventually(() => server.open() === 1))
        yield* Effect.sleep("50 millis")
        yield* Fiber.interrupt(fiber)
        assert.isTrue(yield* eventually(() => server.open() === 0))
      }
    }).pipe(Effect.scoped, Effect.provide(layer))
  )

  it.live("a stream left early, or whose reader is interrupted while it waits, closes the socket", () =>
    Effect.gen(function* () {
      const server = yield* serveHttp((_, response) => response.write("data: 1\n\n"))
      const http = yield* OutboundHttp
      const request = { method: "GET", url: server.origin, guard: "operator" } as const
      yield* Effect.scoped(
        Effect.gen(function* () {
          const { body } = yield* http.stream(request)
          assert.isTrue((yield* Stream.runHead(body))._tag === "Some")
        })
      )
      assert.isTrue(yield* eventually(() => server.open() === 0))
      const waiting = yield* Effect.forkChild(
        Effect.scoped(Effect.flatMap(http.stream(request), ({ body }) => Stream.runDrain(body)))
      )
      assert.isTrue(yield* eventually(() => server.open() === 1))
      yield* Effect.sleep("50 millis")
      yield* Fiber.interrupt(waiting)
      assert.isTrue(yield* eventually(() => server.open() === 0))
    }).pipe(Effect.scoped, Effect.provide(layer))
  )

  it.live("connections are reused, and closed with the layer", () =>
    Effect.gen(function* () {
      const server = yield* serveHttp((_, response) => response.end("ok"))
      yield* Effect.provide(
        Effect.gen(function* () {
          const http = yield* OutboundHttp
          const send = http.request({ method: "GET", url: server.origin, guard: "guarded" })
          yield* Effect.repeat(send, { times: 4 })
          assert.strictEqual(server.connections(), 1)
          assert.strictEqual(server.open(), 1)
        }),
        layer
      )
      assert.isTrue(yield* eventually(() => server.open() === 0))
    }).pipe(Effect.scoped)
  )

  it.live("the process ends by itself once the layer is closed, and with an idle connection before", () =>
    Effect.gen(function* () {
      const server = yield* serveHttp((_, response) => response.end("ok"))
      const url = JSON.stringify(server.origin)
      const closed = yield* runProcess(
        program(`console.log(await Effect.runPromise(Effect.provide(shown(get(${url})), layer)))`)
      )
      assert.deepStrictEqual(closed, { code: 0, output: "200" })
      const idle = yield* runProcess(
        program(`
          import { ManagedRuntime } from "effect"
          const runtime = ManagedRuntime.make(layer)
          console.log(await runtime.runPromise(shown(get(${url}))))
        `)
      )
      assert.deepStrictEqual(idle, { code: 0, output: "200" })
      const silent = yield* serveTcp((socket) => socket.resume())
      const abandoned = yield* runProcess(
        program(`
          const unresolved = Layer.succeed(NameResolver, { resolve: () => Effect.never })
          const layers = OutboundHttp.layer.pipe(Layer.provide([OutboundPolicy.layer(["127.0.0.0/8"]), unresolved]))
          const both = Effect.all([get(${JSON.stringify(silent.origin)}), get("http://never.test/")], { concurrency: 2 })
          console.log((await Effect.runPromise(Effect.provide(Effect.timeoutOption(both, 300), layers)))._tag)
        `)
      )
      assert.deepStrictEqual(abandoned, { code: 0, output: "None" })
    }).pipe(Effect.scoped)
  )

  it.live("proxy variables of the environment are not read", () =>
    Effect.gen(function* () {
      const proxy = yield* serveHttp((_, response) => response.end("proxied"))
      const server = yield* serveHttp((_, response) => response.end("ok"))
      const environment = {
        HTTP_PROXY: proxy.origin,
        http_proxy: proxy.origin,
        HTTPS_PROXY: proxy.origin,
        ALL_PROXY: proxy.origin,
        NO_PROXY: "",
        no_proxy: "",
        NODE_USE_ENV_PROXY: "1"
      }
      const { output } = yield* runProcess(
        program(`
          const refused = shown(get("http://169.254.169.254/"))
          const both = Effect.all([shown(get(${JSON.stringify(server.origin)})), refused])
          console.log(JSON.stringify(await Effect.runPromise(Effect.provide(both, layer))))
        `),
        environment
      )
      assert.match(output, /^\["200","outbound_address_refused: /)
      assert.strictEqual(proxy.connections(), 0)
    }).pipe(Effect.scoped)
  )

  it.live("capability_not_installed names the command when undici or ipaddr.js is missing", () =>
    Effect.gen(function* () {
      for (const missing of ["undici", "ipaddr.js"]) {
        const hide = `
          import { registerHooks } from "node:module"
          registerHooks({
            resolve(specifier, context, next) {
              if (specifier !== ${JSON.stringify(missing)}) return next(specifier, context)
              const error = new Error("Cannot find package '" + specifier + "' imported from " + context.parentURL)
              throw Object.assign(error, { code: "ERR_MODULE_NOT_FOUND" })
            }
          })
        `
        const { output } = yield* runProcess(
          program(`console.log(await Effect.runPromise(Effect.provide(shown(get("http://a.test/")), layer)))`),
          {},
          ["--import", `data:text/javascript,${encodeURIComponent(hide)}`]
        )
        assert.strictEqual(
          output,
          "capability_not_installed: Outbound HTTP is not installed. Run: npm install undici@8.12.4 ipaddr.js@2.5.0"
        )
      }
    })
  )
})
