import type { CompiledNode } from "../graph/compiled_graph.ts"
import type { NodeContext, NodeLimits, NodeSignal } from "../node/node_context.ts"
import type { NodeFailure } from "../node/node_failure.ts"
import type { VariableReader } from "../value/variable_pool.ts"
import type { Frame } from "./frame.ts"

/** One execution of a node, seen from the node: what it is given. One object per execution, made for speed. */
export class NodeExecution implements NodeContext {
  readonly runId: string
  readonly node: CompiledNode
  readonly frame: Frame
  readonly limits: NodeLimits
  attempt: number
  /** What was wrong with what it announced: it cannot succeed any more. */
  fault: NodeFailure | undefined
  /** It has ended: what it still says is nobody's business. */
  isOver = false
  /** Characters it has streamed. */
  streamed = 0
  readonly #listener: (execution: NodeExecution, signal: NodeSignal) => void

  constructor(
    runId: string,
    node: CompiledNode,
    frame: Frame,
    attempt: number,
    limits: NodeLimits,
    listener: (execution: NodeExecution, signal: NodeSignal) => void
  ) {
    this.runId = runId
    this.node = node
    this.frame = frame
    this.attempt = attempt
    this.limits = limits
    this.#listener = listener
  }

  get nodeId(): string {
    return this.node.id
  }

  get title(): string {
    return this.node.title
  }

  get variables(): VariableReader {
    return this.frame.pool
  }

  get execution(): string {
    return this.frame.execution(this.node.index)
  }

  get failureIsHandled(): boolean {
    return this.node.strategy !== "none" || this.node.maximumRetries > 0
  }

  // A property and not a method: node types may hand it on without its object.
  readonly signal = (signal: NodeSignal): void => this.#listener(this, signal)
}
