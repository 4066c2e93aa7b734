import { Effect } from "effect"
import { send } from "../serve/_test_client.ts"
import { startService } from "../service/_test_service.ts"
import { asking, type TestContent } from "../stream/_test_workflows.ts"

/** A record of a stream. */
export interface WireRecord {
  readonly event: string
  readonly task_id?: string
  readonly data?: Readonly<Record<string, unknown>>
}

/** The records of a stream, without its pings. */
export const recordsOf = (text: string): ReadonlyArray<WireRecord> =>
  text.split("\n\n").flatMap((record) => (record.startsWith("data: ") ? [JSON.parse(record.slice(6))] : []))

/** What records are called. */
export const names = (records: ReadonlyArray<WireRecord>): ReadonlyArray<string> => records.map(({ event }) => event)

/** A service with a published app that asks, and how it is spoken to. */
export const makeAsking = Effect.fnUntraced(function* (
  content: TestContent = asking(),
  mode: "workflow" | "advanced-chat" = "workflow"
) {
  const service = yield* startService([])
  const tenant = yield* service.workspace("one")
  const { app, token } = yield* service.publish(tenant.id, content, { mode })
  const as = (key: string) => (path: string, body?: unknown) =>
    send(service.port, `/v1${path}`, {
      ...(body === undefined ? {} : { method: "POST", body }),
      headers: { authorization: `Bearer ${key}` }
    })
  const ask = as(token)
  const paused = Effect.map(
    ask("/workflows/run", { inputs: { name: "Ada" }, user: "ada", response_mode: "streaming" }),
    ({ text }) => {
      const records = recordsOf(text)
      const required = records.find(({ event }) => event === "human_input_required")
      return {
        records,
        runId: String(records[0]?.data?.id),
        task: String(records[0]?.task_id),
        token: String(required?.data?.form_token)
      }
    }
  )
  const answer = (formToken: string, action = "yes", inputs: unknown = { note: "now" }) =>
    ask(`/form/human_input/${formToken}`, { action, inputs, user: "ada" })
  return { ...service, app, tenant, as, ask, paused, answer }
})
