import { type IncomingMessage, request } from "node:http"
import { Effect } from "effect"

/** A stream of a run that a test reads while the run works. */
export interface OpenStream {
  readonly response: IncomingMessage
  /** The task id, once a record named it. */
  readonly taskId: Effect.Effect<string>
  /** What has arrived, as soon as this has. */
  readonly readUntil: (part: string) => Effect.Effect<string>
  /** What has arrived so far. */
  readonly read: Effect.Effect<string>
  /** Everything until the server ends the stream. */
  readonly rest: Effect.Effect<string>
  /** Leaves without reading on. */
  readonly leave: Effect.Effect<void>
}

/** Where a stream comes from. */
interface StreamRequest {
  readonly port: number
  readonly token: string
  readonly path: string
  /** Sent as JSON. */
  readonly body?: unknown
}

const responseTo = ({ port, token, path, body }: StreamRequest): Effect.Effect<IncomingMessage> =>
  Effect.callback((resume) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" }
    const method = body === undefined ? "GET" : "POST"
    const made = request({ port, host: "127.0.0.1", path, method, headers, agent: false }, (response) =>
      resume(Effect.succeed(response))
    )
    made.on("error", (error) => resume(Effect.die(error)))
    made.end(body === undefined ? undefined : JSON.stringify(body))
  })

/** Starts a streaming run. */
export const openStream = (port: number, token: string, inputs: unknown = { name: "Ada" }): Effect.Effect<OpenStream> =>
  openRequest({
    port,
    token,
    path: "/v1/workflows/run",
    body: { inputs, user: "ada", response_mode: "streaming" }
  })

/** Sends a request whose answer is a stream. */
export const openRequest = Effect.fnUntraced(function* (request: StreamRequest): Effect.fn.Return<OpenStream> {
  const response = yield* responseTo(request)
  let text = ""
  let ended = false
  const listeners = new Set<() => void>()
  const told = () => {
    for (const listener of [...listeners]) listener()
  }
  response.setEncoding("utf8")
  response.on("data", (chunk: string) => {
    text += chunk
    told()
  })
  response.on("error", () => undefined)
  response.on("close", () => {
    ended = true
    told()
  })
  const until = <A>(look: () => A | undefined): Effect.Effect<A> =>
    Effect.callback((resume) => {
      const listener = () => {
        const found = look()
        if (found === undefined) return
        listeners.delete(listener)
        resume(Effect.succeed(found))
      }
      listeners.add(listener)
      listener()
    })
  return {
    response,
    readUntil: (part) => until(() => (text.includes(part) ? text : undefined)),
    taskId: until(() => /"task_id":"([^"]+)"/.exec(text)?.[1]),
    read: Effect.sync(() => text),
    rest: until(() => (ended ? text : undefined)),
    leave: Effect.sync(() => response.destroy())
  }
})
