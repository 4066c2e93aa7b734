import { type IncomingMessage, request } from "node:http"
import { Effect } from "effect"

/** A stream of a run that a test reads while the run works. */
export interface OpenStream {
  readonly response: IncomingMessage
  /** The task id, once a record named it. */
  readonly taskId: Effect.Effect<string>
  /** What has arrived so far. */
  readonly read: Effect.Effect<string>
  /** Everything until the server ends the stream. */
  readonly rest: Effect.Effect<string>
  /** Leaves without reading on. */
  readonly leave: Effect.Effect<void>
}

const opened = (port: number, token: string, inputs: unknown): Effect.Effect<IncomingMessage> =>
  Effect.callback((resume) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" }
    const made = request(
      { port, host: "127.0.0.1", path: "/v1/workflows/run", method: "POST", headers, agent: false },
      (response) => resume(Effect.succeed(response))
    )
    made.on("error", (error) => resume(Effect.die(error)))
    made.end(JSON.stringify({ inputs, user: "ada", response_mode: "streaming" }))
  })

/** Starts a streaming run. */
export const openStream = Effect.fnUntraced(function* (
  port: number,
  token: string,
  inputs: unknown = { name: "Ada" }
): Effect.fn.Return<OpenStream> {
  const response = yield* opened(port, token, inputs)
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
    taskId: until(() => /"task_id":"([^"]+)"/.exec(text)?.[1]),
    read: Effect.sync(() => text),
    rest: until(() => (ended ? text : undefined)),
    leave: Effect.sync(() => response.destroy())
  }
})
