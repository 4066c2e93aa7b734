import { seconds } from "./seconds.ts"
import type { WireBody, WireEvent } from "./wire_event.ts"
import type { WireSource } from "./wire_source.ts"

/** Chat events that are about the message and not about the run. */
const messageEvents: ReadonlySet<string> = new Set(["message", "message_replace", "message_end", "agent_log", "error"])

type Address = Pick<WireEvent, "workflow_run_id" | "task_id" | "conversation_id" | "message_id" | "created_at">

/** What stands around an event of this name. Nothing in it is ever null: the clients' schemas refuse that. */
const addressOf = (source: WireSource, event: WireBody["event"], createdAt: number): Address => {
  const run = { workflow_run_id: source.runId }
  const task = event === "error" ? {} : { task_id: source.taskId }
  if (source.chat === undefined) return { ...run, ...task }
  return {
    conversation_id: source.chat.conversationId,
    message_id: source.chat.messageId,
    created_at: seconds(createdAt),
    ...task,
    ...(messageEvents.has(event) ? {} : run)
  }
}

/** A record with run, task and message; `createdAt` is when the run began, in milliseconds. */
export const addressed = (source: WireSource, body: WireBody, createdAt: number): WireEvent => ({
  ...body,
  ...addressOf(source, body.event, createdAt)
})
