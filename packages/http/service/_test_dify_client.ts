import type { Readable } from "node:stream"
import { CompletionClient } from "dify-client"
import { Effect, Predicate } from "effect"

/** What the client of Dify hands back: axios's answer, or what axios fails with. */
export interface ClientAnswer {
  readonly status: number
  readonly data: unknown
}

/** The answer in what a call gives or throws. */
export const answerOf = (given: unknown): ClientAnswer => {
  const answer = Predicate.hasProperty(given, "response") ? given.response : given
  if (!Predicate.hasProperty(answer, "status") || !Predicate.hasProperty(answer, "data")) throw given
  return { status: Number(answer.status), data: answer.data }
}

const isReadable = (data: unknown): data is Readable => Predicate.hasProperty(data, "pipe")

const readAll = async (data: Readable): Promise<string> => {
  const chunks: Array<Buffer> = []
  for await (const chunk of data) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString("utf8")
}

/** Runs a workflow with the client that Dify publishes for Node; a stream is read to its end, as text. */
export const runByClient = (
  port: number,
  token: string,
  inputs: unknown,
  options: { readonly user?: unknown; readonly stream?: boolean } = {}
): Effect.Effect<ClientAnswer> =>
  Effect.promise(async () => {
    const client = new CompletionClient(token, `http://127.0.0.1:${port}/v1`)
    // Its own types leave this method out.
    if (!Predicate.hasProperty(client, "runWorkflow") || !Predicate.isFunction(client.runWorkflow)) throw client
    const asked: Promise<unknown> = client.runWorkflow(inputs, options.user ?? "ada", options.stream ?? false)
    const { status, data } = answerOf(await asked.catch((error: unknown) => error))
    if (!isReadable(data)) return { status, data }
    return { status, data: await readAll(data) }
  })
