import type { RunEvent } from "@flowglass/core"
import { nodeExecutionId } from "../run/node_execution_id.ts"
import { roundsOf } from "./round_place.ts"
import { seconds } from "./seconds.ts"
import type { Truncated } from "./truncate_fields.ts"
import type { WireBody } from "./wire_event.ts"
import { filesIn } from "./wire_files.ts"

type EventOf<Name extends RunEvent["event"]> = Extract<RunEvent, { readonly event: Name }>
type NodeStart = EventOf<"node_started">
type NodeEnd = EventOf<"node_succeeded" | "node_failed" | "node_exception">
type NodeRetry = EventOf<"node_retry">

interface Fields {
  readonly [name: string]: unknown
}

/** A node execution between its start and its end. */
interface OpenNode {
  readonly index: number
  readonly startedAt: number
  readonly predecessor: string | null
}

/** The iteration and loop around a node, innermost of each kind, and the rounds of them. */
interface Surroundings {
  readonly ids: { readonly iteration_id: string | null; readonly loop_id: string | null }
  /** As the keys that Dify adds to the metadata of inner nodes. */
  readonly metadata: Fields
}

const statuses = { node_succeeded: "succeeded", node_failed: "failed", node_exception: "exception" } as const

/** Counts and places the nodes of one run, and writes their events. */
export class NodeWire {
  readonly #show: (fields: Fields) => Truncated
  readonly #open = new Map<string, OpenNode>()
  /** The node that led to one that has not started, by frame and node. */
  readonly #ledTo = new Map<string, string>()
  readonly #kinds = new Map<string, "iteration" | "loop">()
  #count = 0

  constructor(show: (fields: Fields) => Truncated) {
    this.#show = show
  }

  /** Notes what kind of container a node is; its rounds come later. */
  container(nodeId: string, kind: "iteration" | "loop"): void {
    this.#kinds.set(nodeId, kind)
  }

  edge({ frame, node_id, target_node_id }: EventOf<"edge_taken">): void {
    this.#ledTo.set(`${frame}\n${target_node_id}`, node_id)
  }

  started(event: NodeStart): WireBody {
    const place = `${event.frame}\n${event.node_id}`
    const open = { index: ++this.#count, startedAt: event.at, predecessor: this.#ledTo.get(place) ?? null }
    this.#ledTo.delete(place)
    this.#open.set(event.execution, open)
    return {
      event: "node_started",
      data: {
        ...this.#head(event, open),
        inputs: null,
        inputs_truncated: false,
        created_at: seconds(event.at),
        extras: {},
        ...this.#around(event.frame).ids,
        agent_strategy: null
      }
    }
  }

  finished(event: NodeEnd): WireBody {
    const open = this.forget(event.execution) ?? { index: ++this.#count, startedAt: event.at, predecessor: null }
    const outputs = this.#show(event.outputs)
    const around = this.#around(event.frame)
    return {
      event: "node_finished",
      data: {
        ...this.#head(event, open),
        ...this.#worked(event),
        outputs: outputs.value,
        outputs_truncated: outputs.truncated,
        status: statuses[event.event],
        error: event.event === "node_succeeded" ? null : event.error.message,
        elapsed_time: event.elapsed_ms / 1000,
        execution_metadata: { ...costOf(event.usage), ...event.metadata, ...around.metadata },
        created_at: seconds(open.startedAt),
        finished_at: seconds(event.at),
        files: filesIn(event.outputs),
        ...around.ids
      }
    }
  }

  retried(event: NodeRetry): WireBody {
    const open = this.#open.get(event.execution) ?? { index: this.#count, startedAt: event.at, predecessor: null }
    const around = this.#around(event.frame)
    return {
      event: "node_retry",
      data: {
        ...this.#head(event, open),
        ...this.#worked(event),
        outputs: null,
        outputs_truncated: false,
        status: "retry",
        error: event.error.message,
        elapsed_time: (event.at - open.startedAt) / 1000,
        execution_metadata: around.metadata,
        created_at: seconds(open.startedAt),
        finished_at: seconds(event.at),
        files: [],
        ...around.ids,
        retry_index: event.retry_index
      }
    }
  }

  /** A node ended without an event of its own. */
  forget(execution: string): OpenNode | undefined {
    const open = this.#open.get(execution)
    this.#open.delete(execution)
    return open
  }

  #head(event: NodeStart | NodeEnd | NodeRetry, open: OpenNode) {
    return {
      id: nodeExecutionId(event.run_id, event.execution),
      node_id: event.node_id,
      node_type: event.node_type,
      title: event.title,
      index: open.index,
      predecessor_node_id: open.predecessor
    }
  }

  #worked(event: NodeEnd | NodeRetry) {
    const inputs = this.#show(event.inputs)
    const process = this.#show(event.process_data)
    return {
      inputs: inputs.value,
      inputs_truncated: inputs.truncated,
      process_data: process.value,
      process_data_truncated: process.truncated
    }
  }

  #around(frame: string): Surroundings {
    const ids: { iteration_id: string | null; loop_id: string | null } = { iteration_id: null, loop_id: null }
    const metadata: Record<string, unknown> = {}
    for (const { nodeId, round } of roundsOf(frame)) {
      const kind = this.#kinds.get(nodeId) ?? "iteration"
      ids[`${kind}_id`] = nodeId
      metadata[`${kind}_id`] = nodeId
      metadata[`${kind}_index`] = round
    }
    return { ids, metadata }
  }
}

const costOf = (usage: NodeEnd["usage"]): Fields => {
  if (typeof usage !== "object" || usage === null) return {}
  const total = "total_tokens" in usage ? { total_tokens: usage.total_tokens } : {}
  const price = "total_price" in usage ? { total_price: usage.total_price } : {}
  const currency = "currency" in usage ? { currency: usage.currency } : {}
  return { ...total, ...price, ...currency }
}
