import type { CompiledGraph } from "../graph/compiled_graph.ts"
import type { MutableValueObject } from "../value/value_object.ts"
import { emptyObject } from "../value/value_object.ts"
import { VariablePool } from "../value/variable_pool.ts"

/** The scope a frame runs in, and the container that opened it. */
export interface FrameOrigin {
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
  readonly pool: VariablePool
  /** Edge counters and node states, laid out as `CompiledGraph.initial`. */
  readonly state: Int32Array
  readonly outputs: MutableValueObject = emptyObject()
  readonly origin: FrameOrigin | undefined
  /** Nodes that are ready or running. */
  unfinished = 0
  #path: string | undefined
  readonly #graph: CompiledGraph

  constructor(index: number, graph: CompiledGraph, origin?: FrameOrigin) {
    this.index = index
    this.#graph = graph
    this.origin = origin
    this.state = graph.initial.slice()
    this.pool = new VariablePool(origin?.frame.pool)
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
