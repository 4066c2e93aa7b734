import { Context, Effect, Layer } from "effect"
import { startServer } from "../http/_test_server.ts"
import { api, makeApp } from "../http/_test_story.ts"
import { setUp, signIn } from "../http/console/_test_accounts.ts"
import { TestBrowser, type TestResponse } from "../http/serve/_test_client.ts"

/** The workflow of `fixtures/packed/greet.yml`. */
const graph = {
  nodes: [
    {
      id: "start",
      data: { type: "start", variables: [{ variable: "name", label: "Name", type: "text-input", required: true }] }
    },
    {
      id: "greeter",
      data: {
        type: "code",
        code_language: "javascript",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: code of the node
        code: "const main = ({ name }) => ({ text: `Hello ${name}` })",
        variables: [{ variable: "name", value_selector: ["start", "name"] }],
        outputs: { text: { type: "string", children: null } }
      }
    },
    { id: "end", data: { type: "end", outputs: [{ variable: "greeting", value_selector: ["greeter", "text"] }] } }
  ],
  edges: [
    { source: "start", target: "greeter" },
    { source: "greeter", target: "end" }
  ]
}

/** Where a run, a node or an output of it is inspected. */
export const inspectionPath = (
  app: string,
  run: string,
  { node, output, path = "draft" }: { readonly node?: string; readonly output?: string; readonly path?: string }
): string => {
  const rest = [node, output, ...(output === undefined ? [] : ["preview"])].filter((part) => part !== undefined)
  return ["", "apps", app, "workflows", path, "runs", run, "node-outputs", ...rest].join("/")
}

/** A server with a greeting app that ran as a draft and published. */
export class ServedGreeting extends Context.Service<
  ServedGreeting,
  {
    readonly origin: string
    readonly app: string
    readonly draftRun: string
    readonly publishedRun: string
    /** What a client sends along to be let in. */
    readonly headers: Record<string, string>
    readonly get: (path: string, headers?: Record<string, string>) => Effect.Effect<TestResponse>
  }
>()("flowglass/test/ServedGreeting") {
  static readonly layer = Layer.effect(
    ServedGreeting,
    Effect.gen(function* () {
      const { port } = yield* startServer()
      yield* setUp(port)
      const browser = new TestBrowser(port)
      yield* signIn(browser)
      const { app, draftRun, publishedRun } = yield* makeApp(browser, graph)
      return {
        origin: `http://127.0.0.1:${port}`,
        app,
        draftRun,
        publishedRun,
        headers: {
          cookie: browser.jar.map(({ name, value }) => `${name}=${value}`).join("; "),
          "x-csrf-token": browser.cookie("csrf_token") ?? ""
        },
        get: (path, headers = {}) => browser.send(`${api}${path}`, { headers })
      }
    })
  )
}
