import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from "node:http"
import { connect } from "node:net"
import { Clock, Effect } from "effect"
import { Cookies } from "effect/http"

/** What a test sends. A body that is no text goes as JSON. */
export interface TestRequest {
  readonly method?: string
  readonly headers?: OutgoingHttpHeaders
  readonly body?: unknown
}

/** What came back. */
export interface TestResponse {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  /** The body as JSON; undefined for anything else. */
  readonly json: unknown
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** One request over a connection of its own. */
export const send = (port: number, path: string, options: TestRequest = {}): Effect.Effect<TestResponse> =>
  Effect.callback((resume) => {
    const { method = "GET", headers = {}, body } = options
    const isRaw = typeof body === "string" || body instanceof Uint8Array
    const bytes = body === undefined ? undefined : Buffer.from(isRaw ? body : JSON.stringify(body))
    const length = bytes === undefined || "transfer-encoding" in headers ? {} : { "content-length": bytes.length }
    const type = body === undefined || isRaw ? {} : { "content-type": "application/json" }
    const typed = { ...type, ...length, ...headers }
    const made = request({ port, host: "127.0.0.1", path, method, headers: typed, agent: false }, (response) => {
      const chunks: Array<Buffer> = []
      response.on("data", (chunk: Buffer) => chunks.push(chunk))
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8")
        const { statusCode: status = 0, headers: received } = response
        resume(Effect.succeed({ status, headers: received, text, json: parsed(text) }))
      })
    })
    made.on("error", (error) => resume(Effect.die(error)))
    made.end(bytes)
    return Effect.sync(() => made.destroy())
  })

/** Bytes on a socket, and all that comes back until the server closes it. */
export const sendRaw = (port: number, bytes: string | Uint8Array): Effect.Effect<string> =>
  Effect.callback((resume) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes))
    let text = ""
    socket.setEncoding("utf8")
    socket.setTimeout(5000, () => socket.destroy(new Error("the server does not close the connection")))
    socket.on("data", (chunk: string) => {
      text += chunk
    })
    socket.on("error", (error) => resume(Effect.die(error)))
    socket.on("close", () => resume(Effect.succeed(text)))
  })

/** A browser with one cookie jar; every host name leads to the server of the test. */
export class TestBrowser {
  readonly port: number
  jar: ReadonlyArray<Cookies.Cookie> = []

  constructor(port: number) {
    this.port = port
  }

  /** The value of a cookie in the jar. */
  cookie(name: string): string | undefined {
    return this.jar.find((cookie) => cookie.name === name)?.value
  }

  /** Sends the cookies that belong to the address, and the CSRF token as Dify's pages do. */
  readonly send = Effect.fnUntraced(
    { self: this },
    function* (this: TestBrowser, url: string, options: TestRequest = {}, port: number = this.port) {
      const { host, pathname, search } = new URL(url)
      const cookie = Cookies.toRequestCookieHeader(this.jar, url, yield* Clock.currentTimeMillis)
      const csrf = /(?:^|; )(?:__Host-)?csrf_token=([^;]*)/.exec(cookie ?? "")?.[1]
      const response = yield* send(port, `${pathname}${search}`, {
        ...options,
        headers: {
          host,
          ...(cookie === undefined ? {} : { cookie }),
          ...(csrf === undefined ? {} : { "x-csrf-token": csrf }),
          ...options.headers
        }
      })
      const cookies = Cookies.fromSetCookie(response.headers["set-cookie"] ?? [])
      this.jar = Cookies.mergeIntoArray(this.jar, url, cookies, yield* Clock.currentTimeMillis)
      return response
    }
  )
}
