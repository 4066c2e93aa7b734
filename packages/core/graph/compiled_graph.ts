import type { NodeKind } from "../node/define_node.ts"
import type { FormAnswer, FormQuestion } from "../node/form.ts"
import type { NodeFailure } from "../node/node_failure.ts"
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
  /** Calls back when the attempt of this execution is due; instead of the interval. */
  readonly beforeRetry?: (execution: string, attempt: number, onDue: () => void) => void
  /**
   * Answers the form of an execution instead of somebody: calls back with the answer when its time has come, or with why
   * there is none. False where somebody has to answer.
   */
  readonly answersForm?: (
    execution: string,
    question: FormQuestion,
    onAnswer: (answer: FormAnswer | NodeFailure) => void
  ) => boolean
  /** Outgoing edges in document order. */
  readonly outgoing: ReadonlyArray<number>
  /** The scope it runs in: its index among `CompiledGraph.scopes`, and its place in the state of that scope. */
  readonly scope: number
  readonly local: number
}

/** An edge ready to be decided. */
export interface CompiledEdge {
  readonly index: number
  readonly id: string
  readonly source: number
  readonly target: number
  readonly handle: string
}

/** The nodes that run together in one frame: the root graph, or the inside of one container. */
export interface CompiledScope {
  readonly index: number
  /** The container whose inside it is; undefined for the root graph. */
  readonly container: number | undefined
  /** The node a frame starts at; undefined for a container without an inside. */
  readonly root: number | undefined
  readonly nodes: ReadonlyArray<number>
  /**
   * The state every frame starts from, as one array: for the node at place `n` the undecided incoming edges at `n`,
   * the taken ones at `size + n`, its state at `2 * size + n`. Entries that no run starts at, and all that only they
   * feed, are skipped from the outset.
   */
  readonly initial: Int32Array
  /** Response nodes by ascending id: the order in which they may stream. */
  readonly responses: ReadonlyArray<number>
}

/** A graph as integer arrays: compiled once, shared by all runs and frames, never written to. */
export interface CompiledGraph {
  readonly graph: RunGraph
  readonly nodes: ReadonlyArray<CompiledNode>
  readonly edges: ReadonlyArray<CompiledEdge>
  readonly indexOf: ReadonlyMap<string, number>
  /** The root graph first, then the containers in document order. */
  readonly scopes: ReadonlyArray<CompiledScope>
  /** The scope of each container's inside, by the container's index. */
  readonly insideOf: ReadonlyMap<number, CompiledScope>
}
