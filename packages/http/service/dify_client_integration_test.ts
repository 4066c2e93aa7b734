import { assert, describe, it } from "@effect/vitest"
import * as dify from "dify-client"
import { Effect, Predicate } from "effect"
import { greeting } from "../stream/_test_workflows.ts"
import { answerOf, type ClientAnswer } from "./_test_dify_client.ts"
import { startService } from "./_test_service.ts"

const upload = (): FormData => {
  const form = new FormData()
  form.append("file", new Blob(["hello"]), "hello.txt")
  form.append("user", "ada")
  return form
}

const notFound = (method: string): ClientAnswer => ({
  status: 404,
  data: { code: "not_found", message: `There is no route for ${method} at this address.`, status: 404 }
})

interface Call {
  readonly given: () => ReadonlyArray<unknown>
  /** What is answered where nothing serves it; undefined for what works. */
  readonly refused?: ClientAnswer
}

/** Every call of the client, by class and method: those that workflows need work, the others are refused in Dify's form. */
const calls: Readonly<Record<string, Call>> = {
  "CompletionClient.runWorkflow": { given: () => [{ name: "Ada" }, "ada", false, null] },
  "DifyClient.getApplicationParameters": { given: () => ["ada"] },
  "DifyClient.fileUpload": { given: () => [upload()], refused: notFound("POST") },
  "DifyClient.messageFeedback": { given: () => ["message", "like", "ada"], refused: notFound("POST") },
  "CompletionClient.createCompletionMessage": { given: () => [{}, "ada"], refused: notFound("POST") },
  "ChatClient.createChatMessage": { given: () => [{}, "Hi", "ada"], refused: notFound("POST") },
  "ChatClient.getConversationMessages": { given: () => ["ada", "conversation"], refused: notFound("GET") },
  "ChatClient.getConversations": { given: () => ["ada"], refused: notFound("GET") },
  "ChatClient.renameConversation": { given: () => ["conversation", "Name", "ada", false], refused: notFound("POST") },
  "ChatClient.deleteConversation": { given: () => ["conversation", "ada"], refused: notFound("DELETE") }
}

/** What the others are made of: the key, and the request itself. */
const parts: ReadonlySet<string> = new Set(["DifyClient.updateApiKey", "DifyClient.sendRequest"])

const classes = { DifyClient: dify.DifyClient, CompletionClient: dify.CompletionClient, ChatClient: dify.ChatClient }

const methods = Object.entries(classes).flatMap(([name, { prototype }]) =>
  Object.getOwnPropertyNames(prototype)
    .filter((method) => method !== "constructor")
    .map((method) => `${name}.${method}`)
)

describe("every call of dify-client", () => {
  it("is known here", () => {
    assert.deepStrictEqual(methods.filter((method) => !parts.has(method)).toSorted(), Object.keys(calls).toSorted())
  })

  for (const [name, { given, refused }] of Object.entries(calls)) {
    it.live(`${name} ${refused === undefined ? "works" : "is refused with a code"}`, () =>
      Effect.gen(function* () {
        const service = yield* startService([{ text: "Hello Ada" }])
        const { token } = yield* service.publish((yield* service.workspace("one")).id, greeting)
        const [className = "", method = ""] = name.split(".")
        const Client = Object.entries(classes).find(([known]) => known === className)?.[1] ?? assert.fail(name)
        const client: object = new Client(token, `http://127.0.0.1:${service.port}/v1`)
        const call: unknown = Predicate.hasProperty(client, method) ? client[method] : undefined
        if (!Predicate.isFunction(call)) return assert.fail(name)
        const asked: Promise<unknown> = Promise.resolve(call.apply(client, [...given()]))
        const answer = answerOf(yield* Effect.promise(() => asked.catch((error: unknown) => error)))
        if (refused === undefined) assert.strictEqual(answer.status, 200, JSON.stringify(answer.data))
        else assert.deepStrictEqual({ status: answer.status, data: answer.data }, refused)
      }).pipe(Effect.scoped)
    )
  }
})
