import type { CompiledGraph } from "../graph/compiled_graph.ts"
import { NodeState } from "../graph/decide_edge.ts"
import { replaySettlement } from "../graph/settle_edges.ts"
import type { FormAnswer } from "../node/form.ts"
import { historySelector } from "../node/llm/conversation_history.ts"
import { emptyObject } from "../value/value_object.ts"
import { weighFields } from "../value/weigh_fields.ts"
import { ContainerRun } from "./container_run.ts"
import type {
  ContainerStarted,
  Fact,
  FrameFinished,
  FrameStarted,
  NodeFinished,
  NodeResumed,
  NodeStarted,
  RunAccepted,
  RunEnding,
  RunFinished
} from "./fact.ts"
import { type AskedForm, FormLedger } from "./form_ledger.ts"
import { Frame } from "./frame.ts"
import { mergeOutputs } from "./merge_outputs.ts"

/** What a fact and a frame count for beside their values: about the bytes that they take in memory. */
const factSize = 256
const frameSize = 1024

/** An execution that started and has not ended. */
export interface RunningNode {
  readonly frame: number
  readonly node: number
  startedAt: number
  /** How many attempts have failed before the one that runs, or will run next. */
  attempt: number
}

/** A form whose answer came, while its node has not ended. */
export interface AnsweredForm {
  readonly asked: AskedForm
  readonly answer: FormAnswer
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
  /** Containers at work, by the same key as `running`. */
  readonly containers = new Map<number, ContainerRun>()
  /** What somebody is asked, or was. */
  readonly forms = new FormLedger()
  /** Answers that their nodes have not taken up yet, by the same key as `running`. */
  readonly answers = new Map<number, AnsweredForm>()
  /** Nothing can go on until somebody answers. */
  isPaused = false
  /** When that began last; milliseconds since 1970. */
  pausedAt = 0
  /** When the run began to work: its acceptance, or its last resumption. Milliseconds since 1970. */
  begunAt = 0
  accepted: RunAccepted | undefined
  ending: RunEnding | undefined
  finished: RunFinished | undefined
  /** A node that failed for good in the root frame: the run must end. */
  failure: NodeFinished | undefined
  exceptionsCount = 0
  totalTokens = 0
  totalSteps = 0
  /** What the run keeps, in characters; see the limit `runSize`. */
  size = 0
  #head = 0

  constructor(graph: CompiledGraph) {
    this.graph = graph
  }

  /** The next ready node, or undefined. */
  get next(): number | undefined {
    return this.ring[this.#head]
  }

  /** Whether everything that is not done waits for somebody. */
  get isWaiting(): boolean {
    const { size } = this.forms.waiting
    return size > 0 && this.next === undefined && this.running.size === size + this.containers.size
  }

  /** The identity of a node in a frame. */
  key(frame: number, node: number): number {
    return frame * this.graph.nodes.length + node
  }

  /** The container that a frame is a round of. */
  containerOf(frame: Frame): ContainerRun | undefined {
    const { origin } = frame
    return origin === undefined ? undefined : this.containers.get(this.key(origin.frame.index, origin.container))
  }

  /**
   * Applies one fact. `isReplay` is set when a run is rebuilt: then the edges of a finished node are decided here; in a
   * live run that has happened before the fact was written.
   */
  apply(fact: Fact, isReplay: boolean): void {
    this.size += factSize
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
      case "node_finished": {
        if (this.forms.waiting.size > 0) this.forms.apply(fact)
        return this.#finish(fact, isReplay)
      }
      case "node_paused": {
        this.size += weighFields(fact.reason).size
        return this.forms.apply(fact)
      }
      case "node_resumed":
        return this.#answer(fact)
      case "run_paused": {
        this.isPaused = true
        this.pausedAt = fact.at
        return
      }
      case "run_resumed": {
        this.isPaused = false
        this.begunAt = fact.at
        return
      }
      case "container_started":
        return this.#open(fact)
      case "frame_started":
        return this.#startFrame(fact)
      case "frame_finished":
        return this.#finishFrame(fact)
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
  #enqueue(frame: Frame, node: number | undefined): void {
    if (node === undefined) return
    frame.unfinished++
    frame.setNodeState(node, NodeState.ready)
    this.ring.push(this.key(frame.index, node))
  }

  #accept(fact: RunAccepted): void {
    this.accepted = fact
    this.begunAt = fact.at
    const [scope] = this.graph.scopes
    if (scope === undefined) return
    const frame = new Frame(0, this.graph, scope, fact.at)
    this.frames.push(frame)
    frame.pool.setScope("sys", fact.system)
    frame.pool.setScope("env", fact.environment)
    frame.pool.setScope("conversation", fact.conversation)
    if (fact.history !== undefined) frame.pool.setScope(historySelector[0], { [historySelector[1]]: [...fact.history] })
    frame.pool.setScope(this.graph.graph.root, fact.inputs)
    this.#enqueue(frame, scope.root)
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
    this.frames[fact.frame]?.setNodeState(fact.node, NodeState.running)
    if (fact.frame === 0) this.totalSteps++
    this.running.set(key, { frame: fact.frame, node: fact.node, startedAt: fact.at, attempt: fact.attempt })
  }

  /** A node that waited begins its work now. */
  #answer(fact: NodeResumed): void {
    const asked = this.forms.find(fact.frame, fact.node)
    this.forms.apply(fact)
    const key = this.key(fact.frame, fact.node)
    const running = this.running.get(key)
    if (running !== undefined) running.startedAt = fact.at
    if (asked !== undefined) this.answers.set(key, { asked, answer: { action: fact.action, values: fact.values } })
  }

  #finish(fact: NodeFinished, isReplay: boolean): void {
    const frame = this.frames[fact.frame]
    const node = this.graph.nodes[fact.node]
    if (frame === undefined || node === undefined) return
    const key = this.key(fact.frame, fact.node)
    this.running.delete(key)
    this.containers.delete(key)
    if (this.answers.size > 0) this.answers.delete(key)
    this.totalTokens += fact.usage?.total_tokens ?? 0
    frame.setNodeState(fact.node, NodeState.finished)
    frame.unfinished--
    if (fact.status === "failed" || fact.status === "exception") this.exceptionsCount++
    this.size += weighFields(fact.outputs).size
    for (const { value } of fact.updates ?? []) this.size += weighFields({ value }).size
    if (fact.status === "failed") this.#fail(frame, fact)
    if (fact.status === "failed" || fact.status === "stopped") return
    // The variables of a loop stay what they were where its outputs do not say: it may have had no round.
    const shared = node.bound.container === undefined ? undefined : frame.pool.scope(node.id)
    const outputs = shared === undefined ? fact.outputs : Object.assign(emptyObject(), shared, fact.outputs)
    frame.pool.setScope(node.id, outputs)
    for (const update of fact.updates ?? []) frame.pool.assign(update.selector[0], update.selector[1], update.value)
    if (node.kind === "response") mergeOutputs(frame.outputs, fact.outputs)
    if (node.bound.description.ends === "loop") this.#endLoop(frame)
    if (isReplay) replaySettlement(this.graph, frame.state, fact.edges)
    for (const ready of fact.ready) this.#enqueue(frame, ready)
  }

  #fail(frame: Frame, fact: NodeFinished): void {
    if (frame.index === 0) this.failure ??= fact
    else frame.error ??= fact.error
  }

  /** Marks the nearest loop round around a frame as the last one. */
  #endLoop(frame: Frame): void {
    let round: Frame | undefined = frame
    while (round?.origin !== undefined) {
      if (this.graph.nodes[round.origin.container]?.bound.container?.kind === "loop") {
        round.ended = true
        return
      }
      round = round.origin.frame
    }
  }

  #open(fact: ContainerStarted): void {
    const frame = this.frames[fact.frame]
    const node = this.graph.nodes[fact.node]
    if (frame === undefined || node === undefined) return
    const { inputs, length, variables } = fact
    if (variables !== undefined) frame.pool.setScope(node.id, variables)
    this.containers.set(this.key(fact.frame, fact.node), new ContainerRun(frame, fact.node, { inputs, length }))
  }

  #startFrame(fact: FrameStarted): void {
    const parent = this.frames[fact.parentFrame]
    const scope = this.graph.insideOf.get(fact.container)
    if (parent === undefined || scope === undefined) return
    const origin = { frame: parent, container: fact.container, round: fact.round }
    const frame = new Frame(fact.frame, this.graph, scope, fact.at, origin)
    this.size += frameSize
    this.frames[fact.frame] = frame
    const id = this.graph.nodes[fact.container]?.id ?? ""
    if (Object.keys(fact.variables).length > 0) frame.pool.setScope(id, fact.variables)
    this.containerOf(frame)?.begin(fact.round, frame)
    this.#enqueue(frame, scope.root)
  }

  #finishFrame(fact: FrameFinished): void {
    const frame = this.frames[fact.frame]
    if (frame?.origin === undefined) return
    frame.isFinished = true
    this.size += weighFields(fact.result).size
    const { result, error, ended, elapsed } = fact
    this.containerOf(frame)?.finish(frame, { round: frame.origin.round, result, error, ended, elapsed })
  }
}
