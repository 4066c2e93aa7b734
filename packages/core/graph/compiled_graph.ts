import type { NodeKind } from "../node/define_node.ts"
import type { BoundNode } from "../node/node_type.ts"
import type { ValueObject } from "../value/value.ts"
import type { RunGraph } from "./run_graph.ts"

/** What happens when a node has failed for good. */
export type ErrorStrategy = "none" | "fail-branch" | "default-value"

/** What a compiled node knows beside its type. */
export interface NodePolicy {
  readonly strategy: ErrorStrategy
  /** Outputs of a node that failed under `default-value`. */
  readonly defaultValue: ValueObject
  /** Attempts after the first; 0 for node types that do not retry. */
  readonly maximumRetries: number
  /** Milliseconds between attempts. */
  readonly retryInterval: number
}

/** A node ready to run. */
export interface CompiledNode extends NodePolicy {
  readonly index: number
  readonly id: string
  readonly type: string
  readonly title: string
  readonly kind: NodeKind
  readonly bound: BoundNode
  /** Outgoing edges in document order. */
  readonly outgoing: ReadonlyArray<number>
}

/** An edge ready to be decided. */
export interface CompiledEdge {
  readonly index: number
  readonly id: string
  readonly source: number
  readonly target: number
  readonly handle: string
}

/** A graph as integer arrays: compiled once, shared by all runs and frames, never written to. */
export interface CompiledGraph {
  readonly graph: RunGraph
  readonly nodes: ReadonlyArray<CompiledNode>
  readonly edges: ReadonlyArray<CompiledEdge>
  readonly indexOf: ReadonlyMap<string, number>
  readonly root: number
  /**
   * The state every frame starts from, as one array: for node `n` the undecided incoming edges at `n`, the taken ones
   * at `nodes + n`, its state at `2 * nodes + n`. Entries that no run starts at, and all that only they feed, are
   * skipped from the outset.
   */
  readonly initial: Int32Array
  /** Response nodes by ascending id: the order in which they may stream. */
  readonly responses: ReadonlyArray<number>
}
