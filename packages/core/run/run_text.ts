import { NodeState } from "../graph/decide_edge.ts"
import type { NodeSignal } from "../node/node_context.ts"
import type { NewFact } from "../store/run_store.ts"
import type { Fact, NodeFinished, NodeRetried } from "./fact.ts"
import type { NodeExecution } from "./node_execution.ts"
import { ResponseStream } from "./response_stream.ts"
import type { RunClock } from "./run_clock.ts"
import type { RunLog } from "./run_log.ts"
import type { RunState } from "./run_state.ts"
import type { StreamPlan } from "./stream_plan.ts"

/** The streamed text of a run: shows it in its place of the log, and keeps it for the facts, coalesced. */
export class RunText {
  readonly #state: RunState
  readonly #log: RunLog
  readonly #clock: RunClock
  readonly #stream: ResponseStream
  /** Text of running nodes that no fact holds yet: node key, then output name. */
  readonly #unwritten = new Map<number, Map<string, string>>()
  /** Attempts of nodes that were tried more than once. */
  readonly #attempts = new Map<number, number>()
  #edges: NodeFinished | undefined

  constructor(state: RunState, plan: StreamPlan, log: RunLog, clock: RunClock) {
    this.#state = state
    this.#log = log
    this.#clock = clock
    this.#stream = new ResponseStream(
      state.graph,
      plan,
      {
        isSkipped: (node) => state.nodeState(0, node) === NodeState.skipped,
        isFinished: (node) => state.nodeState(0, node) === NodeState.finished,
        value: (selector) => state.frames[0]?.pool.get(selector)
      },
      (chunk) => {
        this.#showEdges()
        const attempt = this.#attempts.get(chunk.node) ?? 0
        log.push({ kind: "chunk", frame: 0, attempt, at: clock.now(), chunk })
      }
    )
  }

  /** Puts a fact into the log, together with the text it lets through. */
  show(fact: Fact): void {
    if (fact.kind === "run_accepted") {
      this.#log.push(fact)
      this.#stream.start()
      return
    }
    if (fact.kind === "node_started" && fact.attempt > 0) this.#attempts.set(fact.node, fact.attempt)
    if (fact.kind === "node_finished" && fact.frame === 0) {
      if (fact.status !== "succeeded") this.#withdraw(fact)
      this.#edges = fact
      this.#stream.edgesDecided(fact.edges)
      this.#edges = undefined
    }
    if (fact.kind === "node_retried") this.#withdraw(fact)
    this.#log.push(fact)
  }

  /** Takes a piece of text or reasoning from a node at work. */
  signal(execution: NodeExecution, signal: Exclude<NodeSignal, { readonly kind: "log" }>): void {
    const { frame, node } = execution
    if (signal.kind === "reasoning") {
      if (!this.#stream.showsReasoning(node.id)) return
      this.#log.push({
        kind: "reasoning",
        frame: frame.index,
        node: node.index,
        attempt: execution.attempt,
        at: this.#clock.now(),
        text: signal.text
      })
      return
    }
    const key = this.#state.key(frame.index, node.index)
    const texts = this.#unwritten.get(key) ?? new Map<string, string>()
    this.#unwritten.set(key, texts.set(signal.output, (texts.get(signal.output) ?? "") + signal.text))
    if (frame.index === 0) this.#stream.chunk([node.id, signal.output], signal.text)
  }

  /** Hands over the text of an execution that is about to end, as facts. */
  flushFacts(frame: number, node: number, attempt: number, record: (fact: NewFact) => void): void {
    const key = this.#state.key(frame, node)
    const texts = this.#unwritten.get(key)
    if (texts === undefined) return
    this.#unwritten.delete(key)
    for (const [output, text] of texts)
      record({
        kind: "node_text",
        seq: 0,
        epoch: 0,
        version: 1,
        at: this.#clock.now(),
        frame,
        node,
        attempt,
        output,
        text
      })
  }

  #withdraw({ node, attempt }: NodeFinished | NodeRetried): void {
    const id = this.#state.graph.nodes[node]?.id ?? ""
    for (const selector of this.#stream.reset(id)) {
      this.#log.push({ kind: "chunk_reset", frame: 0, node, attempt, at: this.#clock.now(), selector })
    }
  }

  #showEdges(): void {
    if (this.#edges === undefined) return
    this.#log.push({ kind: "edges", fact: this.#edges })
    this.#edges = undefined
  }
}
