import { NodeState } from "../graph/decide_edge.ts"
import type { NodeSignal } from "../node/node_context.ts"
import type { NewFact } from "../store/run_store.ts"
import type { Fact, NodeFinished, NodeRetried } from "./fact.ts"
import type { Frame } from "./frame.ts"
import type { NodeExecution } from "./node_execution.ts"
import { ResponseStream, type StreamedChunk } from "./response_stream.ts"
import type { RunClock } from "./run_clock.ts"
import type { RunLog } from "./run_log.ts"
import type { RunState } from "./run_state.ts"
import type { StreamPlan } from "./stream_plan.ts"
import { TextOrder } from "./text_order.ts"

/** The streamed text of a run: shows it in its place of the log, and keeps it for the facts, coalesced. */
export class RunText {
  readonly #state: RunState
  readonly #plans: ReadonlyArray<StreamPlan | undefined>
  readonly #log: RunLog
  readonly #clock: RunClock
  readonly #order: TextOrder
  /** The streams of frames at work, by frame. */
  readonly #streams = new Map<number, ResponseStream>()
  /** Text of running nodes that no fact holds yet: node key, then output name. */
  readonly #unwritten = new Map<number, Map<string, string>>()
  /** Attempts of nodes that were tried more than once. */
  readonly #attempts = new Map<number, number>()
  #edges: NodeFinished | undefined

  constructor(state: RunState, plans: ReadonlyArray<StreamPlan | undefined>, log: RunLog, clock: RunClock) {
    this.#state = state
    this.#plans = plans
    this.#log = log
    this.#clock = clock
    this.#order = new TextOrder(state, log)
  }

  /** Puts a fact into the log, together with the text it lets through. */
  show(fact: Fact): void {
    switch (fact.kind) {
      case "run_accepted":
      case "frame_started": {
        this.#log.push(fact)
        this.#open(this.#state.frames[fact.kind === "run_accepted" ? 0 : fact.frame])
        return
      }
      case "frame_finished": {
        this.#log.push(fact)
        this.#close(this.#state.frames[fact.frame])
        return
      }
      case "node_finished": {
        if (fact.status !== "succeeded") this.#withdraw(fact)
        this.#edges = fact
        this.#streams.get(fact.frame)?.nodeFinished(fact.node, fact.edges)
        this.#edges = undefined
        break
      }
      case "node_retried": {
        this.#withdraw(fact)
        break
      }
      case "node_started": {
        if (fact.attempt > 0) this.#attempts.set(this.#state.key(fact.frame, fact.node), fact.attempt)
        break
      }
      default:
    }
    this.#log.push(fact)
  }

  /** Takes a piece of text or reasoning from a node at work. */
  signal(execution: NodeExecution, signal: Exclude<NodeSignal, { readonly kind: "log" }>): void {
    const { frame, node, attempt } = execution
    const stream = this.#streams.get(frame.index)
    if (signal.kind === "reasoning") {
      if (stream?.showsReasoning(node.id) !== true) return
      const place = { frame: frame.index, node: node.index, attempt, at: this.#clock.now() }
      this.#order.push(frame, { kind: "reasoning", ...place, text: signal.text })
      return
    }
    const key = this.#state.key(frame.index, node.index)
    const texts = this.#unwritten.get(key) ?? new Map<string, string>()
    this.#unwritten.set(key, texts.set(signal.output, (texts.get(signal.output) ?? "") + signal.text))
    stream?.chunk([node.id, signal.output], signal.text)
  }

  /** Hands over the text of an execution that is about to end, as facts. */
  flushFacts(frame: number, node: number, attempt: number, record: (fact: NewFact) => void): void {
    const key = this.#state.key(frame, node)
    const texts = this.#unwritten.get(key)
    if (texts === undefined) return
    this.#unwritten.delete(key)
    const at = this.#clock.now()
    for (const [output, text] of texts) {
      record({ kind: "node_text", seq: 0, epoch: 0, version: 1, at, frame, node, attempt, output, text })
    }
  }

  #open(frame: Frame | undefined): void {
    const plan = frame === undefined ? undefined : this.#plans[frame.scope.index]
    if (frame === undefined || plan === undefined) return
    const stream = new ResponseStream(
      this.#state.graph,
      plan,
      {
        isSkipped: (node) => frame.nodeState(node) === NodeState.skipped,
        isFinished: (node) => frame.nodeState(node) === NodeState.finished,
        value: (selector) => frame.pool.get(selector)
      },
      (chunk) => this.#show(frame, chunk)
    )
    this.#streams.set(frame.index, stream)
    stream.start()
  }

  #close(frame: Frame | undefined): void {
    if (frame === undefined) return
    this.#streams.delete(frame.index)
    const container = this.#state.containerOf(frame)
    if (container !== undefined) this.#order.release(container)
  }

  #show(frame: Frame, chunk: StreamedChunk): void {
    if (this.#edges !== undefined) {
      this.#log.push({ kind: "edges", fact: this.#edges })
      this.#edges = undefined
    }
    const attempt = this.#attempts.get(this.#state.key(frame.index, chunk.node)) ?? 0
    this.#order.push(frame, { kind: "chunk", frame: frame.index, attempt, at: this.#clock.now(), chunk })
  }

  #withdraw({ frame: index, node, attempt }: NodeFinished | NodeRetried): void {
    const frame = this.#state.frames[index]
    const id = this.#state.graph.nodes[node]?.id ?? ""
    if (frame === undefined) return
    const selector = this.#streams.get(index)?.reset(id)
    if (selector === undefined) return
    this.#order.push(frame, { kind: "chunk_reset", frame: index, node, attempt, at: this.#clock.now(), selector })
  }
}
