import type { NodeSignal } from "../node/node_context.ts"
import type { Usage, VariableUpdate } from "../node/node_result.ts"
import type { ValueObject } from "../value/value.ts"
import type { Mocks } from "./mocks.ts"
import type { RunLimits } from "./run_limits.ts"

/** Where a run came from, under Dify's names. */
export type TriggerSource = "debugging" | "app-run" | "webhook" | "schedule" | "plugin" | "single-step"

/** How a node execution ended. `exception` is a failure that a strategy handled. */
export type NodeEnd = "succeeded" | "failed" | "exception" | "stopped"

/** How a run ended. */
export type RunEnd = "succeeded" | "partial-succeeded" | "failed" | "stopped"

/** An error as data: what an execution or a run keeps of its failure. */
export interface ErrorData {
  /** The declared code. */
  readonly code: string
  /** Dify's `error_type`; may be empty. */
  readonly type: string
  readonly message: string
}

interface FactBase {
  /** Position among the facts of the run, from 1. */
  readonly seq: number
  /** The owner that wrote it; a later owner has a higher epoch and fences earlier ones. */
  readonly epoch: number
  /** Version of this kind's body. */
  readonly version: 1
  /** Milliseconds since 1970. */
  readonly at: number
}

interface NodeFactBase extends FactBase {
  /** Index of the frame: 0 is the root graph. */
  readonly frame: number
  /** Index of the node in the run's graph. */
  readonly node: number
  readonly attempt: number
}

/** The run exists: everything that decides its course. */
export interface RunAccepted extends FactBase {
  readonly kind: "run_accepted"
  readonly runId: string
  readonly engine: string
  readonly trigger: TriggerSource
  readonly tenantId: string
  readonly appId: string
  readonly workflowId: string
  /** Start inputs after validation, files included. */
  readonly inputs: ValueObject
  readonly system: ValueObject
  readonly environment: ValueObject
  readonly conversation: ValueObject
  readonly limits: RunLimits
  readonly mocks: Mocks
  readonly mockExternals: boolean
  /** The run this one was replayed from, and the node it starts differing at. */
  readonly parent?: { readonly runId: string; readonly node?: string }
}

export interface NodeStarted extends NodeFactBase {
  readonly kind: "node_started"
}

/** Text streamed so far since the last such fact, coalesced; chunks themselves are volatile. */
export interface NodeText extends NodeFactBase {
  readonly kind: "node_text"
  readonly output: string
  readonly text: string
}

/** A step announced by an agent or tool. */
export interface NodeLog extends NodeFactBase {
  readonly kind: "node_log"
  readonly data: Extract<NodeSignal, { readonly kind: "log" }>["data"]
}

/** A failed attempt that will be tried again after `delay` milliseconds. */
export interface NodeRetried extends NodeFactBase {
  readonly kind: "node_retried"
  readonly error: ErrorData
  readonly delay: number
  readonly inputs: ValueObject
  readonly processData: ValueObject
  readonly usage?: Usage | undefined
}

/** The end of an execution, with everything that follows from it. */
export interface NodeFinished extends NodeFactBase {
  readonly kind: "node_finished"
  readonly status: NodeEnd
  readonly inputs: ValueObject
  readonly processData: ValueObject
  readonly outputs: ValueObject
  readonly metadata: ValueObject
  readonly usage?: Usage | undefined
  readonly error?: ErrorData | undefined
  /** The selected handle of a branch, `fail-branch` of a handled failure. */
  readonly handle?: string | undefined
  readonly updates?: ReadonlyArray<VariableUpdate> | undefined
  readonly mocked: boolean
  /** Milliseconds since its first attempt started. */
  readonly elapsed: number
  /** Edges decided by this end, in order: `edge` was taken, `~edge` was skipped. */
  readonly edges: ReadonlyArray<number>
  /** Nodes that became ready, in ring order. */
  readonly ready: ReadonlyArray<number>
}

/** A node waits for the outside: a form, a resume. */
export interface NodePaused extends NodeFactBase {
  readonly kind: "node_paused"
  readonly reason: ValueObject
}

/** A container opened a child frame: an iteration item or a loop round. */
export interface FrameStarted extends FactBase {
  readonly kind: "frame_started"
  readonly frame: number
  readonly parentFrame: number
  readonly container: number
  readonly round: number
  readonly variables: ValueObject
}

export interface FrameFinished extends FactBase {
  readonly kind: "frame_finished"
  readonly frame: number
  readonly outputs: ValueObject
  readonly error?: ErrorData
}

export interface RunPaused extends FactBase {
  readonly kind: "run_paused"
  readonly reasons: ReadonlyArray<ValueObject>
}

export interface RunResumed extends FactBase {
  readonly kind: "run_resumed"
  readonly answers: ValueObject
}

/** Somebody asked for the run to end. */
export interface StopRequested extends FactBase {
  readonly kind: "stop_requested"
  readonly reason: string
}

export interface RunFinished extends FactBase {
  readonly kind: "run_finished"
  readonly status: RunEnd
  readonly outputs: ValueObject
  readonly error?: ErrorData | undefined
  /** The node whose failure ended the run. */
  readonly failedNode?: number | undefined
  /** Milliseconds since the run was accepted. */
  readonly elapsed: number
  readonly exceptionsCount: number
  readonly totalTokens: number
  /** Node starts of the root frame, attempts not counted. */
  readonly totalSteps: number
}

/**
 * What happened in a run: internal, complete, versioned, and the only thing that is stored and replayed. Events are
 * masked projections of facts.
 */
export type Fact =
  | RunAccepted
  | NodeStarted
  | NodeText
  | NodeLog
  | NodeRetried
  | NodeFinished
  | NodePaused
  | FrameStarted
  | FrameFinished
  | RunPaused
  | RunResumed
  | StopRequested
  | RunFinished
