import type { RunEvent } from "@flowglass/core"
import { containersOf } from "./round_place.ts"
import { seconds } from "./seconds.ts"
import type { Truncated } from "./truncate_fields.ts"
import type { WireBody } from "./wire_event.ts"

type EventOf<Name extends RunEvent["event"]> = Extract<RunEvent, { readonly event: Name }>
type ContainerStart = EventOf<"iteration_started" | "loop_started">
type ContainerEnd = EventOf<"iteration_succeeded" | "iteration_failed" | "loop_succeeded" | "loop_failed">
type NodeEnd = EventOf<"node_succeeded" | "node_failed" | "node_exception">

interface Fields {
  readonly [name: string]: unknown
}

const extras = {}

const headOf = (event: ContainerStart | ContainerEnd | EventOf<"iteration_next" | "loop_next">) => ({
  id: event.node_id,
  node_id: event.node_id,
  node_type: event.node_type,
  title: event.title
})

const kindOf = (event: ContainerStart | ContainerEnd): "iteration" | "loop" =>
  event.event.startsWith("loop") ? "loop" : "iteration"

/**
 * Writes the events of iterations and loops. Dify sends nothing else about them; what it says at their end is known
 * when their node has finished.
 */
export class ContainerWire {
  readonly #show: (fields: Fields) => Truncated
  readonly #open = new Map<string, ContainerStart>()
  readonly #ended = new Map<string, ContainerEnd>()
  /** Tokens of the model calls inside, by execution. */
  readonly #tokens = new Map<string, number>()

  constructor(show: (fields: Fields) => Truncated) {
    this.#show = show
  }

  started(event: ContainerStart): WireBody {
    const kind = kindOf(event)
    const inputs = this.#show(event.inputs)
    this.#open.set(event.execution, event)
    return {
      event: `${kind}_started`,
      data: {
        ...headOf(event),
        created_at: seconds(event.at),
        extras,
        // The engine of Dify says the second, its editor reads the first.
        metadata:
          kind === "loop"
            ? { loop_length: event.length }
            : { iterator_length: event.length, iteration_length: event.length },
        inputs: inputs.value,
        inputs_truncated: inputs.truncated
      }
    }
  }

  next(event: EventOf<"iteration_next" | "loop_next">): WireBody {
    const data = { ...headOf(event), index: event.index, created_at: seconds(event.at), extras }
    return event.event === "loop_next"
      ? { event: event.event, data: { ...data, pre_loop_output: {} } }
      : { event: event.event, data }
  }

  /** Counts tokens for every container around a frame. */
  spent(frame: string, tokens: number): void {
    if (tokens === 0) return
    for (const execution of containersOf(frame)) {
      this.#tokens.set(execution, (this.#tokens.get(execution) ?? 0) + tokens)
    }
  }

  /** Notes the end; `finished` writes it. */
  ended(event: ContainerEnd): void {
    this.#ended.set(event.execution, event)
  }

  /** The end of a container whose node has finished; undefined for one that never opened. */
  finished(event: NodeEnd): WireBody | undefined {
    const start = this.#open.get(event.execution)
    const end = this.#ended.get(event.execution)
    const tokens = this.#tokens.get(event.execution) ?? 0
    this.forget(event.execution)
    if (start === undefined || end === undefined) return undefined
    const inputs = this.#show(start.inputs)
    const outputs = this.#show(end.outputs)
    return {
      event: `${kindOf(end)}_completed`,
      data: {
        ...headOf(end),
        outputs: outputs.value,
        outputs_truncated: outputs.truncated,
        created_at: seconds(start.at),
        extras,
        inputs: inputs.value,
        inputs_truncated: inputs.truncated,
        status: end.event.endsWith("_failed") ? "failed" : "succeeded",
        // Dify leaves this out; whoever reads the stream would have to look for the node that failed.
        error: "error" in end ? end.error.message : null,
        elapsed_time: event.elapsed_ms / 1000,
        total_tokens: tokens,
        execution_metadata: { total_tokens: tokens, ...event.metadata },
        finished_at: seconds(event.at),
        steps: end.steps
      }
    }
  }

  forget(execution: string): void {
    this.#open.delete(execution)
    this.#ended.delete(execution)
    this.#tokens.delete(execution)
  }
}
