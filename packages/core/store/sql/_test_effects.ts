import { createServer, type ServerResponse } from "node:http"
import { Effect } from "effect"

/** A server outside that counts what nodes do there, and can keep them waiting. */
export class TestEffects {
  /** Keys in the order in which they came: `RUN EXECUTION ATTEMPT`. */
  readonly done: Array<string> = []
  /** Called for each; whoever returns true lets it wait. */
  onEffect: ((key: string) => boolean) | undefined
  url = ""
  #held: Array<ServerResponse> = []

  /** How often each execution was done. */
  get counts(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>()
    for (const key of this.done) {
      const execution = key.split(" ").slice(0, 2).join(" ")
      counts.set(execution, (counts.get(execution) ?? 0) + 1)
    }
    return counts
  }

  readonly answer = (key: string, response: ServerResponse): void => {
    this.done.push(key)
    if (this.onEffect?.(key) === true) this.#held.push(response)
    else response.end("done")
  }

  /** Answers those that wait. */
  release(): void {
    for (const response of this.#held) response.end("done")
    this.#held = []
    this.onEffect = undefined
  }
}

/** One that listens until the scope closes. */
export const testEffects = Effect.acquireRelease(
  Effect.callback<{ effects: TestEffects; close: () => void }>((resume) => {
    const effects = new TestEffects()
    const server = createServer((request, response) =>
      effects.answer(new URL(request.url ?? "/", "http://x").searchParams.get("key") ?? "", response)
    ).listen(0, "127.0.0.1", () => {
      const address = server.address()
      effects.url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`
      const close = (): void => {
        server.closeAllConnections()
        server.close()
      }
      resume(Effect.succeed({ effects, close }))
    })
  }),
  ({ close }) => Effect.sync(close)
).pipe(Effect.map(({ effects }) => effects))
