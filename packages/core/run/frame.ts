import type { CompiledGraph, CompiledScope } from "../graph/compiled_graph.ts"
import type { MutableValueObject } from "../value/value_object.ts"
import { emptyObject } from "../value/value_object.ts"
import { VariablePool } from "../value/variable_pool.ts"
import type { ErrorData } from "./fact.ts"

/** The round of a container that a frame is. */
export interface FrameOrigin {
  /** The frame the container runs in. */
  readonly frame: Frame
  readonly container: number
  readonly round: number
}

const plain = /^[\w-]+$/

/** Ids that could be taken for a path are escaped. */
const encode = (id: string): string => (plain.test(id) ? id : encodeURIComponent(id.toWellFormed()))

/** One execution scope: the root graph, an iteration item or a loop round. Frames of a run share its compiled graph. */
export class Frame {
  readonly index: number
  readonly scope: CompiledScope
  readonly pool: VariablePool
  /** Edge counters and node states, laid out as `CompiledScope.initial`. */
  readonly state: Int32Array
  readonly outputs: MutableValueObject = emptyObject()
  readonly origin: FrameOrigin | undefined
  /** Milliseconds since 1970. */
  readonly startedAt: number
  /** Nodes that are ready or running. */
  unfinished = 0
  /** The first failure in it that nobody handled. */
  error: ErrorData | undefined
  /** A node in it, or in a frame inside it, ended the loop. */
  ended = false
  isFinished = false
  readonly #graph: CompiledGraph
  #path: string | undefined

  constructor(index: number, graph: CompiledGraph, scope: CompiledScope, startedAt: number, origin?: FrameOrigin) {
    this.index = index
    this.#graph = graph
    this.scope = scope
    this.origin = origin
    this.startedAt = startedAt
    this.state = scope.initial.slice()
    this.pool = new VariablePool(origin?.frame.pool)
  }

  /** What a node of this frame, or of one around it, is (`NodeState`). */
  nodeState(node: number): number {
    const compiled = this.#graph.nodes[node]
    if (compiled === undefined) return 0
    if (this.scope.index !== compiled.scope) return this.origin?.frame.nodeState(node) ?? 0
    return this.state[(this.state.length / 3) * 2 + compiled.local] ?? 0
  }

  setNodeState(node: number, state: number): void {
    this.state[(this.state.length / 3) * 2 + (this.#graph.nodes[node]?.local ?? 0)] = state
  }

  /** `root`, or `root/loop_1[2]`: the same in every replay of the run. */
  get path(): string {
    this.#path ??=
      this.origin === undefined
        ? "root"
        : `${this.origin.frame.path}/${encode(this.#graph.nodes[this.origin.container]?.id ?? "")}[${this.origin.round}]`
    return this.#path
  }

  /** The execution key of a node in this frame: equal for all attempts. */
  execution(node: number): string {
    return `${this.path}/${encode(this.#graph.nodes[node]?.id ?? "")}`
  }
}
