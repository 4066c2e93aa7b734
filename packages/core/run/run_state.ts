import type { CompiledGraph } from "../graph/compiled_graph.ts"
import { NodeState } from "../graph/decide_edge.ts"
import { replaySettlement } from "../graph/settle_edges.ts"
import type { Value } from "../value/value.ts"
import type { Fact, NodeFinished, NodeStarted, RunAccepted, RunEnding, RunFinished } from "./fact.ts"
import { Frame } from "./frame.ts"

/** An execution that started and has not ended. */
export interface RunningNode {
  readonly frame: number
  readonly node: number
  readonly startedAt: number
  /** How many attempts have failed before the one that runs, or will run next. */
  attempt: number
}

/**
 * Everything a run is at one moment, as a fold of its facts: applying the facts of any prefix rebuilds it. It never
 * decides anything; whoever writes the facts does.
 */
export class RunState {
  readonly graph: CompiledGraph
  readonly frames: Array<Frame> = []
  /** Ready nodes of all frames, first in first out: `frame * nodes + node`. */
  readonly ring: Array<number> = []
  readonly running = new Map<number, RunningNode>()
  accepted: RunAccepted | undefined
  finished: RunFinished | undefined
  ending: RunEnding | undefined
  /** A node that failed for good in the root frame: the run must end. */
  failure: NodeFinished | undefined
  exceptionsCount = 0
  totalTokens = 0
  totalSteps = 0
  #head = 0

  constructor(graph: CompiledGraph) {
    this.graph = graph
  }

  /** The next ready node, or undefined. */
  get next(): number | undefined {
    return this.ring[this.#head]
  }

  /** How many nodes are ready. */
  get ready(): number {
    return this.ring.length - this.#head
  }

  /** The identity of a node in a frame. */
  key(frame: number, node: number): number {
    return frame * this.graph.nodes.length + node
  }

  /** What a node is in a frame (`NodeState`). */
  nodeState(frame: number, node: number): number {
    return this.frames[frame]?.state[this.graph.nodes.length * 2 + node] ?? NodeState.unknown
  }

  /**
   * Applies one fact. `isReplay` is set when a run is rebuilt: then the edges of a finished node are decided here; in a
   * live run that has happened before the fact was written.
   */
  apply(fact: Fact, isReplay: boolean): void {
    switch (fact.kind) {
      case "run_accepted":
        return this.#accept(fact)
      case "node_started":
        return this.#start(fact)
      case "node_retried": {
        this.totalTokens += fact.usage?.total_tokens ?? 0
        const running = this.running.get(this.key(fact.frame, fact.node))
        if (running !== undefined) running.attempt = fact.attempt + 1
        return
      }
      case "node_finished":
        return this.#finish(fact, isReplay)
      case "run_ending": {
        this.ending = fact
        return
      }
      case "run_finished": {
        this.finished = fact
        return
      }
      default:
    }
  }

  /** Makes a node ready; the one who calls it has decided so. */
  enqueue(frame: number, node: number): void {
    const scope = this.frames[frame]
    if (scope === undefined) return
    scope.unfinished++
    scope.state[this.graph.nodes.length * 2 + node] = NodeState.ready
    this.ring.push(this.key(frame, node))
  }

  #accept(fact: RunAccepted): void {
    this.accepted = fact
    const frame = new Frame(0, this.graph)
    this.frames.push(frame)
    frame.pool.setScope("sys", fact.system)
    frame.pool.setScope("env", fact.environment)
    frame.pool.setScope("conversation", fact.conversation)
    frame.pool.setScope(this.graph.graph.root, fact.inputs)
    this.enqueue(0, this.graph.root)
  }

  #start(fact: NodeStarted): void {
    const key = this.key(fact.frame, fact.node)
    const running = this.running.get(key)
    if (running !== undefined) {
      running.attempt = fact.attempt
      return
    }
    this.#head++
    // The ring is compacted now and then, so that a long run does not keep every node it has ever queued.
    if (this.#head > 1024 && this.#head * 2 > this.ring.length) {
      this.ring.splice(0, this.#head)
      this.#head = 0
    }
    const frame = this.frames[fact.frame]
    if (frame !== undefined) frame.state[this.graph.nodes.length * 2 + fact.node] = NodeState.running
    if (fact.frame === 0) this.totalSteps++
    this.running.set(key, { frame: fact.frame, node: fact.node, startedAt: fact.at, attempt: fact.attempt })
  }

  #finish(fact: NodeFinished, isReplay: boolean): void {
    const frame = this.frames[fact.frame]
    const node = this.graph.nodes[fact.node]
    if (frame === undefined || node === undefined) return
    this.running.delete(this.key(fact.frame, fact.node))
    this.totalTokens += fact.usage?.total_tokens ?? 0
    frame.state[this.graph.nodes.length * 2 + fact.node] = NodeState.finished
    frame.unfinished--
    if (fact.status === "failed" || fact.status === "exception") this.exceptionsCount++
    if (fact.status === "failed" && fact.frame === 0) this.failure ??= fact
    if (fact.status === "failed" || fact.status === "stopped") return
    frame.pool.setScope(node.id, fact.outputs)
    for (const update of fact.updates ?? []) frame.pool.set(update.selector[0], update.selector[1], update.value)
    if (node.kind === "response") mergeOutputs(frame, fact)
    if (isReplay) replaySettlement(this.graph, frame.state, fact.edges)
    for (const ready of fact.ready) this.enqueue(fact.frame, ready)
  }
}

/** Text of several answers is appended in the order in which they ran; every other output is overwritten. */
const mergeOutputs = (frame: Frame, fact: NodeFinished): void => {
  for (const [name, value] of Object.entries(fact.outputs)) {
    const existing: Value | undefined = frame.outputs[name]
    frame.outputs[name] =
      name === "answer" && typeof existing === "string" && typeof value === "string" ? existing + value : value
  }
}
