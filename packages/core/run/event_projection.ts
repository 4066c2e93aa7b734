import type { CompiledGraph, CompiledNode } from "../graph/compiled_graph.ts"
import { toPlain } from "../value/to_plain.ts"
import type { Value, ValueObject } from "../value/value.ts"
import type { ErrorData, NodeFinished, RunAccepted, RunFinished } from "./fact.ts"
import { FormProjection } from "./form_projection.ts"
import type { Frame } from "./frame.ts"
import { maskError } from "./mask_error.ts"
import type { RunEvent } from "./run_event.ts"
import type { LogEntry } from "./run_log.ts"

/** What a projection has to know of its run. */
export interface ProjectionSource {
  readonly graph: CompiledGraph
  readonly accepted: RunAccepted
  readonly frames: ReadonlyArray<Frame>
  /** Hides secrets wherever they are shown. */
  readonly mask: (value: Value) => Value
}

type Fields = Readonly<Record<string, unknown>>

const finishNames = {
  succeeded: "node_succeeded",
  failed: "node_failed",
  exception: "node_exception",
  stopped: "node_stopped"
} as const

/**
 * Turns the log of a run into the events its consumers see: masked, as plain data, numbered from 1. One projection
 * reads a log once, from its beginning.
 */
export class EventProjection {
  readonly #source: ProjectionSource
  readonly #forms: FormProjection
  #seq = 0
  #shownEdges: NodeFinished | undefined
  /** Executions that have begun and not ended: one that is begun again after a crash is still the same. */
  readonly #started = new Set<number>()

  constructor(source: ProjectionSource) {
    this.#source = source
    this.#forms = new FormProjection(source.mask)
  }

  /** Appends the events of one entry. */
  project(entry: LogEntry, events: Array<RunEvent>): void {
    switch (entry.kind) {
      case "run_accepted":
        events.push({
          event: "run_started",
          ...this.#base(entry.at),
          workflow: this.#workflow(),
          inputs: this.#shown(entry.inputs),
          system: this.#shown(entry.system)
        })
        return
      case "node_started": {
        const node = this.#node(entry.node)
        if (entry.attempt > 0 || isSilent(node) || this.#started.has(this.#key(entry))) return
        this.#started.add(this.#key(entry))
        events.push({ event: "node_started", ...this.#nodeBase(entry), title: node?.title ?? "" })
        return
      }
      case "node_retried":
        events.push({
          event: "node_retry",
          ...this.#nodeBase(entry),
          title: this.#node(entry.node)?.title ?? "",
          inputs: this.#shown(entry.inputs),
          process_data: this.#shown(entry.processData),
          error: this.#error(entry.error),
          retry_index: entry.attempt + 1,
          delay_ms: entry.delay
        })
        return
      case "edges": {
        this.#shownEdges = entry.fact
        this.#containerEnd(entry.fact, events)
        this.#edges(entry.fact, events)
        return
      }
      case "node_finished": {
        if (this.#shownEdges !== entry) {
          this.#containerEnd(entry, events)
          this.#edges(entry, events)
        }
        this.#started.delete(this.#key(entry))
        this.#forms.close(entry)
        if (!isSilent(this.#node(entry.node))) this.#finish(entry, events)
        return
      }
      case "container_started": {
        const node = this.#node(entry.node)
        const shown = { title: node?.title ?? "", inputs: this.#shown(entry.inputs), length: entry.length }
        const event = node?.bound.container?.kind === "loop" ? "loop_started" : "iteration_started"
        events.push({ event, ...this.#nodeBase(entry), ...shown })
        return
      }
      case "frame_started": {
        const node = this.#node(entry.container)
        const place = { frame: entry.parentFrame, node: entry.container, attempt: 0, at: entry.at }
        const isLoop = node?.bound.container?.kind === "loop"
        // The first round of a loop is no next one.
        if (isLoop && entry.round === 0) return
        const event = isLoop ? "loop_next" : "iteration_next"
        events.push({ event, ...this.#nodeBase(place), title: node?.title ?? "", index: entry.round })
        return
      }
      case "node_paused":
      case "node_resumed":
        this.#forms.project(entry, () => this.#nodeBase(entry), events)
        return
      case "node_log":
        events.push({ event: "agent_log", ...this.#nodeBase(entry), data: this.#shown(entry.data) })
        return
      case "chunk":
        events.push({
          event: "chunk",
          ...this.#nodeBase({ frame: entry.frame, node: entry.chunk.node, attempt: entry.attempt, at: entry.at }),
          selector: entry.chunk.selector,
          text: entry.chunk.text,
          is_final: entry.chunk.isFinal
        })
        return
      case "chunk_reset":
        events.push({ event: "chunk_reset", ...this.#nodeBase(entry), selector: entry.selector })
        return
      case "reasoning":
        events.push({
          event: "reasoning_chunk",
          ...this.#nodeBase(entry),
          text: entry.text,
          is_final: entry.text === ""
        })
        return
      case "run_paused":
        events.push({ event: "run_paused", ...this.#base(entry.at), reasons: this.#forms.waiting() })
        return
      case "run_resumed":
        events.push({ event: "run_resumed", ...this.#base(entry.at) })
        return
      case "run_finished":
        events.push(this.#end(entry))
        return
      default:
    }
  }

  #workflow(): Fields {
    const { name, mode, hash } = this.#source.graph.graph
    return { name, mode, hash, id: this.#source.accepted.workflowId }
  }

  #node(index: number): CompiledNode | undefined {
    return this.#source.graph.nodes[index]
  }

  #key({ frame, node }: { readonly frame: number; readonly node: number }): number {
    return frame * this.#source.graph.nodes.length + node
  }

  #shown(value: ValueObject): Fields {
    const shown: unknown = toPlain(this.#source.mask(value))
    return isFields(shown) ? shown : {}
  }

  #base(at: number) {
    return { run_id: this.#source.accepted.runId, seq: ++this.#seq, at }
  }

  #nodeBase(fact: { readonly frame: number; readonly node: number; readonly attempt: number; readonly at: number }) {
    const node = this.#node(fact.node)
    let frame = this.#source.frames[fact.frame]
    // Text in a round may come from a node around its container.
    while (frame?.origin !== undefined && frame.scope.index !== node?.scope) frame = frame.origin.frame
    return {
      run_id: this.#source.accepted.runId,
      seq: ++this.#seq,
      at: fact.at,
      node_id: node?.id ?? "",
      node_type: node?.type ?? "",
      execution: frame?.execution(fact.node) ?? "",
      frame: frame?.path ?? "",
      attempt: fact.attempt
    }
  }

  /** The end of an iteration or loop, ahead of the end of its node; a container that never opened has none. */
  #containerEnd(fact: NodeFinished, events: Array<RunEvent>): void {
    const node = this.#node(fact.node)
    const kind = node?.bound.container?.kind
    if (kind === undefined || fact.status === "stopped" || !Object.hasOwn(fact.metadata, "steps")) return
    const shown = {
      ...this.#nodeBase(fact),
      title: node?.title ?? "",
      outputs: this.#shown(fact.outputs),
      steps: Number(fact.metadata.steps)
    }
    if (fact.error !== undefined) {
      events.push({
        event: kind === "loop" ? "loop_failed" : "iteration_failed",
        ...shown,
        error: this.#error(fact.error)
      })
    } else if (kind === "loop") {
      events.push({ event: "loop_succeeded", ...shown, completed_reason: String(fact.metadata.completed_reason) })
    } else events.push({ event: "iteration_succeeded", ...shown })
  }

  #edges(fact: NodeFinished, events: Array<RunEvent>): void {
    for (const { selector, value } of fact.updates ?? []) {
      const shown = toPlain(this.#source.mask(value))
      events.push({ event: "variable_updated", ...this.#nodeBase(fact), selector, value: shown })
    }
    const frame = this.#source.frames[fact.frame]?.path ?? ""
    for (const decided of fact.edges) {
      const edge = this.#source.graph.edges[decided < 0 ? ~decided : decided]
      if (edge === undefined) continue
      events.push({
        event: decided < 0 ? "edge_skipped" : "edge_taken",
        run_id: this.#source.accepted.runId,
        seq: ++this.#seq,
        at: fact.at,
        frame,
        node_id: this.#node(edge.source)?.id ?? "",
        edge_id: edge.id,
        target_node_id: this.#node(edge.target)?.id ?? "",
        source_handle: edge.handle
      })
    }
  }

  #finish(fact: NodeFinished, events: Array<RunEvent>): void {
    const node = this.#node(fact.node)
    const shown = {
      ...this.#nodeBase(fact),
      title: node?.title ?? "",
      inputs: this.#shown(fact.inputs),
      process_data: this.#shown(fact.processData),
      outputs: this.#shown(fact.outputs),
      metadata: this.#shown(fact.metadata),
      elapsed_ms: fact.elapsed,
      mocked: fact.mocked,
      ...(fact.usage === undefined ? {} : { usage: fact.usage })
    }
    const error = this.#error(fact.error)
    if (fact.status === "succeeded") events.push({ event: "node_succeeded", ...shown })
    else events.push({ event: finishNames[fact.status], ...shown, error })
  }

  #error(error: NodeFinished["error"]): ErrorData {
    return error === undefined ? { code: "", type: "", message: "" } : maskError(error, this.#source.mask)
  }

  #end(fact: RunFinished): RunEvent {
    const outputs: unknown = toPlain(fact.outputs)
    const end = {
      ...this.#base(fact.at),
      outputs: isFields(outputs) ? outputs : {},
      elapsed_ms: fact.elapsed,
      total_tokens: fact.totalTokens,
      total_steps: fact.totalSteps,
      exceptions_count: fact.exceptionsCount
    }
    const error = this.#error(fact.error)
    const nodeId = fact.failedNode === undefined ? undefined : this.#node(fact.failedNode)?.id
    switch (fact.status) {
      case "succeeded":
        return { event: "run_succeeded", ...end }
      case "partial-succeeded":
        return { event: "run_partial_succeeded", ...end }
      case "stopped":
        return { event: "run_stopped", ...end, error }
      default:
        return { event: "run_failed", ...end, error, ...(nodeId === undefined ? {} : { node_id: nodeId }) }
    }
  }
}

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null

/** The entries of iterations and loops are no steps that anybody drew; Dify does not show them either. */
const isSilent = (node: CompiledNode | undefined): boolean =>
  node?.type === "iteration-start" || node?.type === "loop-start"
