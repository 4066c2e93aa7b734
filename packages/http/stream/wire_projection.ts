import type { RunEvent } from "@flowglass/core"
import { Predicate } from "effect"
import { nodeExecutionId } from "../run/node_execution_id.ts"
import { ContainerWire } from "./container_wire.ts"
import { formFilled, formTimeout } from "./form_wire.ts"
import { NodeWire } from "./node_wire.ts"
import { type RunEnd, RunWire } from "./run_wire.ts"
import { StreamedText } from "./streamed_text.ts"
import { truncateFields, wholeFields } from "./truncate_fields.ts"
import { UsageSum } from "./usage_sum.ts"
import { addressed } from "./wire_envelope.ts"
import type { WireBody, WireEvent } from "./wire_event.ts"
import { filesIn } from "./wire_files.ts"
import type { WireSource } from "./wire_source.ts"

type EventOf<Name extends RunEvent["event"]> = Extract<RunEvent, { readonly event: Name }>

/**
 * Turns the events of one run into the records that Dify's clients read, in Dify's order. One projection reads a run
 * from its first event.
 */
export class WireProjection {
  readonly #source: WireSource
  readonly #run: RunWire
  readonly #nodes: NodeWire
  readonly #containers: ContainerWire
  readonly #usage = new UsageSum()
  readonly #text = new StreamedText()
  /** Text that a container's end let through waits for the record of that end. */
  #held: Array<WireBody> | undefined

  constructor(source: WireSource) {
    const show = source.truncates ? truncateFields : wholeFields
    this.#source = source
    this.#run = new RunWire(source, show)
    this.#nodes = new NodeWire(show)
    this.#containers = new ContainerWire(show)
  }

  /** The records of the next event. */
  project(event: RunEvent): ReadonlyArray<WireEvent> {
    return this.#bodies(event).map((body) => addressed(this.#source, body, this.#run.createdAt))
  }

  #bodies(event: RunEvent): ReadonlyArray<WireBody> {
    switch (event.event) {
      case "run_started":
        return [this.#run.started(event)]
      case "run_resumed":
        return [this.#run.resumed(event)]
      case "run_paused":
        return this.#run.paused(event, this.#usage.tokens)
      case "run_succeeded":
      case "run_partial_succeeded":
      case "run_failed":
      case "run_stopped":
        return this.#end(event)
      case "node_started":
        if (event.frame === "root") this.#run.step()
        return isContainer(event.node_type) ? [] : [this.#nodes.started(event)]
      case "node_retry":
        return isContainer(event.node_type) ? [] : [this.#nodes.retried(event)]
      case "node_succeeded":
      case "node_failed":
      case "node_exception":
        return this.#nodeEnd(event)
      case "node_stopped":
        this.#nodes.forget(event.execution)
        this.#containers.forget(event.execution)
        return []
      case "human_input_filled":
        return [formFilled(event)]
      case "human_input_expired":
        return [formTimeout(event)]
      case "edge_taken":
        this.#nodes.edge(event)
        return []
      case "iteration_started":
      case "loop_started":
        this.#nodes.container(event.node_id, event.event === "loop_started" ? "loop" : "iteration")
        return [this.#containers.started(event)]
      case "iteration_next":
      case "loop_next":
        return [this.#containers.next(event)]
      case "iteration_succeeded":
      case "iteration_failed":
      case "loop_succeeded":
      case "loop_failed":
        this.#containers.ended(event)
        this.#held = []
        return []
      case "chunk":
        return this.#chunk(event)
      case "chunk_reset":
        return this.#reset(event)
      case "reasoning_chunk":
        return [this.#reasoning(event)]
      case "agent_log":
        return [agentLog(event, nodeExecutionId(event.run_id, event.execution))]
      default:
        return []
    }
  }

  #nodeEnd(event: EventOf<"node_succeeded" | "node_failed" | "node_exception">): ReadonlyArray<WireBody> {
    if (!isContainer(event.node_type)) {
      this.#usage.add(event.usage)
      this.#containers.spent(event.frame, tokensOf(event.usage))
      return [this.#nodes.finished(event)]
    }
    const held = this.#held ?? []
    this.#held = undefined
    const completed = this.#containers.finished(event)
    return completed === undefined ? held : [completed, ...held]
  }

  #chunk({ execution, selector, text }: EventOf<"chunk">): ReadonlyArray<WireBody> {
    if (text === "") return []
    const { chat } = this.#source
    this.#text.add(`${execution}\n${selector.join("\n")}`, text)
    const body: WireBody =
      chat === undefined
        ? { event: "text_chunk", data: { text, from_variable_selector: selector } }
        : { event: "message", id: chat.messageId, answer: text, from_variable_selector: selector }
    if (this.#held === undefined) return [body]
    this.#held.push(body)
    return []
  }

  #reset({ execution, selector }: EventOf<"chunk_reset">): ReadonlyArray<WireBody> {
    const left = this.#text.withdraw(`${execution}\n${selector.join("\n")}`)
    if (left === undefined) return []
    return this.#source.chat === undefined
      ? [{ event: "text_replace", data: { text: left } }]
      : [{ event: "message_replace", answer: left, reason: "retry" }]
  }

  #reasoning({ text, node_id, is_final }: EventOf<"reasoning_chunk">): WireBody {
    const message_id = this.#source.chat?.messageId ?? null
    return { event: "reasoning_chunk", data: { message_id, reasoning: text, node_id, is_final } }
  }

  #end(event: RunEnd): ReadonlyArray<WireBody> {
    const { chat } = this.#source
    const finished = this.#run.finished(event)
    if (chat === undefined) return [finished]
    if (event.event === "run_failed") {
      const { code, message } = event.error
      return [finished, { event: "error", code, message: `Run failed: ${message}`, status: 400 }]
    }
    const metadata = { annotation_reply: null, retriever_resources: [], usage: this.#usage.toJSON() }
    return [{ event: "message_end", id: chat.messageId, metadata, files: filesIn(event.outputs) }, finished]
  }
}

const isContainer = (type: string): boolean => type === "iteration" || type === "loop"

const tokensOf = (usage: unknown): number =>
  Predicate.hasProperty(usage, "total_tokens") && typeof usage.total_tokens === "number" ? usage.total_tokens : 0

const textOr = (value: unknown, otherwise: string): string => (typeof value === "string" ? value : otherwise)
const textOrNull = (value: unknown): string | null => (typeof value === "string" ? value : null)
const objectOf = (value: unknown): { readonly [name: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {}

const agentLog = ({ data, node_id }: EventOf<"agent_log">, execution: string): WireBody => ({
  event: "agent_log",
  data: {
    node_execution_id: execution,
    id: textOr(data.id, execution),
    label: textOr(data.label, ""),
    parent_id: textOrNull(data.parent_id),
    error: textOrNull(data.error),
    status: textOr(data.status, "success"),
    data: objectOf(data.data),
    metadata: objectOf(data.metadata),
    node_id
  }
})
