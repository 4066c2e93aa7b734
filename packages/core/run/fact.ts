import { Schema } from "effect"
import { ValueFields, ValueSchema } from "../value/value_schema.ts"
import { RunLimits } from "./run_limits.ts"

const optional = <S extends Schema.Constraint>(schema: S) => Schema.optional(schema)

/** Where a run came from, under Dify's names. */
export const TriggerSource = Schema.Literals(["debugging", "app-run", "webhook", "schedule", "plugin", "single-step"])
export type TriggerSource = typeof TriggerSource.Type

/** How a node execution ended. `exception` is a failure that a strategy handled. */
export const NodeEnd = Schema.Literals(["succeeded", "failed", "exception", "stopped"])
export type NodeEnd = typeof NodeEnd.Type

/** How a run ended. */
export const RunEnd = Schema.Literals(["succeeded", "partial-succeeded", "failed", "stopped"])
export type RunEnd = typeof RunEnd.Type

/** An error as data: a declared code, Dify's `error_type` (may be empty), and a plain message. */
export const ErrorData = Schema.Struct({ code: Schema.String, type: Schema.String, message: Schema.String })
export type ErrorData = typeof ErrorData.Type

/** What a model call cost. Prices are decimal text in `currency`, tokens are counts, `latency` is seconds. */
export const UsageData = Schema.Struct({
  prompt_tokens: Schema.Number,
  completion_tokens: Schema.Number,
  total_tokens: Schema.Number,
  total_price: Schema.optionalKey(Schema.String),
  currency: Schema.optionalKey(Schema.String),
  latency: Schema.optionalKey(Schema.Number)
})

const fact = <const Kind extends string, const Fields extends Schema.Struct.Fields>(kind: Kind, fields: Fields) =>
  Schema.Struct({
    kind: Schema.Literal(kind),
    /** Position among the facts of the run, from 1. */
    seq: Schema.Int,
    /** The owner that wrote it; a later owner has a higher epoch and fences earlier ones. */
    epoch: Schema.Int,
    /** Version of this kind's body. */
    version: Schema.Literal(1),
    /** Milliseconds since 1970. */
    at: Schema.Number,
    ...fields
  })

/** Frame 0 is the root graph; `node` is the index in the run's graph; `attempt` starts at 0. */
const execution = { frame: Schema.Int, node: Schema.Int, attempt: Schema.Int }

/** Who started a run: somebody signed in, or a user of the service API. */
export const RunCreator = Schema.Struct({ role: Schema.Literals(["account", "end_user"]), id: Schema.String })
export type RunCreator = typeof RunCreator.Type

/** The run exists: everything that decides its course. */
export const RunAccepted = fact("run_accepted", {
  runId: Schema.String,
  engine: Schema.String,
  trigger: TriggerSource,
  tenantId: Schema.String,
  appId: Schema.String,
  /** The stored workflow, or the hash of the graph. */
  workflowId: Schema.String,
  /** The published version as text; runs of drafts have none. */
  workflowVersion: optional(Schema.String),
  createdBy: optional(RunCreator),
  /** Start inputs after validation, files included. */
  inputs: ValueFields,
  system: ValueFields,
  environment: ValueFields,
  conversation: ValueFields,
  /** What was said before in the conversation, oldest first. */
  history: optional(Schema.Array(Schema.Struct({ query: Schema.String, answer: Schema.String }))),
  limits: RunLimits,
  mocks: Schema.Record(Schema.String, ValueFields),
  mockExternals: Schema.Boolean,
  /** The run this one was replayed from, and the node it starts differing at. */
  parent: optional(Schema.Struct({ runId: Schema.String, node: optional(Schema.String) }))
})
export type RunAccepted = typeof RunAccepted.Type

/** An attempt of a node begins; the first one takes the node off the ring. */
export const NodeStarted = fact("node_started", execution)
export type NodeStarted = typeof NodeStarted.Type

/** Text that an attempt streamed, coalesced; chunks themselves are volatile. */
export const NodeText = fact("node_text", { ...execution, output: Schema.String, text: Schema.String })
export type NodeText = typeof NodeText.Type

/** A step announced by an agent or tool. */
export const NodeLog = fact("node_log", { ...execution, data: ValueFields })
export type NodeLog = typeof NodeLog.Type

/** A failed attempt that will be tried again after `delay` milliseconds. */
export const NodeRetried = fact("node_retried", {
  ...execution,
  error: ErrorData,
  delay: Schema.Number,
  inputs: ValueFields,
  processData: ValueFields,
  usage: optional(UsageData)
})
export type NodeRetried = typeof NodeRetried.Type

/** A change of a variable outside the node's own outputs. */
const Update = Schema.Struct({ selector: Schema.Tuple([Schema.String, Schema.String]), value: ValueSchema })

/** The end of an execution, with everything that follows from it. */
export const NodeFinished = fact("node_finished", {
  ...execution,
  status: NodeEnd,
  inputs: ValueFields,
  processData: ValueFields,
  outputs: ValueFields,
  metadata: ValueFields,
  usage: optional(UsageData),
  error: optional(ErrorData),
  /** The selected handle of a branch, `fail-branch` of a handled failure. */
  handle: optional(Schema.String),
  updates: optional(Schema.Array(Update)),
  mocked: Schema.Boolean,
  /** Milliseconds since its first attempt started. */
  elapsed: Schema.Number,
  /** Edges decided by this end, in order: `edge` was taken, `~edge` was skipped. */
  edges: Schema.Array(Schema.Int),
  /** Nodes that became ready, in ring order. */
  ready: Schema.Array(Schema.Int)
})
export type NodeFinished = typeof NodeFinished.Type

/** A node asks somebody and waits for the answer; the reason is its form. */
export const NodePaused = fact("node_paused", { ...execution, reason: ValueFields })
export type NodePaused = typeof NodePaused.Type

/** The answer came, and the node goes on. */
export const NodeResumed = fact("node_resumed", {
  ...execution,
  /** The chosen action; left out when nobody answered in time. */
  action: optional(Schema.String),
  /** What was filled in. */
  values: ValueFields,
  /** By it the process that the answer came through knows it again; left out when that is the one that works on the run. */
  answerId: optional(Schema.String)
})
export type NodeResumed = typeof NodeResumed.Type

/** A container decided what it works on. */
export const ContainerStarted = fact("container_started", {
  ...execution,
  inputs: ValueFields,
  /** Items, or the most rounds there can be. */
  length: Schema.Int,
  /** Variables under the container's own id that its rounds share. */
  variables: optional(ValueFields)
})
export type ContainerStarted = typeof ContainerStarted.Type

/** A container opened a child frame: an iteration item or a loop round. */
export const FrameStarted = fact("frame_started", {
  frame: Schema.Int,
  parentFrame: Schema.Int,
  container: Schema.Int,
  round: Schema.Int,
  /** Variables under the container's own id that only this frame sees. */
  variables: ValueFields
})
export type FrameStarted = typeof FrameStarted.Type

/** Every node of a child frame is done. */
export const FrameFinished = fact("frame_finished", {
  frame: Schema.Int,
  /** What its container keeps of it. */
  result: ValueFields,
  /** The first failure in it that nobody handled. */
  error: optional(ErrorData),
  /** A node in it ended the loop. */
  ended: Schema.Boolean,
  /** Milliseconds since it started. */
  elapsed: Schema.Number
})
export type FrameFinished = typeof FrameFinished.Type

/** Nothing can go on until somebody answers; the reasons name the forms that wait. */
export const RunPaused = fact("run_paused", {
  reasons: Schema.Array(ValueFields),
  /** Milliseconds since the run was accepted, and what it has taken so far; facts of other makers may not say it. */
  elapsed: optional(Schema.Number),
  exceptionsCount: optional(Schema.Int),
  totalTokens: optional(Schema.Number),
  totalSteps: optional(Schema.Int)
})
export type RunPaused = typeof RunPaused.Type

/** An answer came, and the paused run goes on. */
export const RunResumed = fact("run_resumed", {})
export type RunResumed = typeof RunResumed.Type

/** Why the run comes to its end before its graph does: a stop, a limit, or a failure nobody handled. */
export const RunEnding = fact("run_ending", {
  status: RunEnd,
  error: ErrorData,
  /** The node whose failure ended the run. */
  failedNode: optional(Schema.Int)
})
export type RunEnding = typeof RunEnding.Type

/** The last fact of every run. */
export const RunFinished = fact("run_finished", {
  status: RunEnd,
  outputs: ValueFields,
  error: optional(ErrorData),
  /** The node whose failure ended the run. */
  failedNode: optional(Schema.Int),
  /** Milliseconds since the run was accepted. */
  elapsed: Schema.Number,
  exceptionsCount: Schema.Int,
  totalTokens: Schema.Number,
  /** Node starts of the root frame, attempts not counted. */
  totalSteps: Schema.Int
})
export type RunFinished = typeof RunFinished.Type

/**
 * What happened in a run: internal, complete, versioned, and the only thing that is stored and replayed. Events are
 * masked projections of facts. The schema's outside is lossless JSON.
 */
export const Fact = Schema.Union([
  RunAccepted,
  NodeStarted,
  NodeText,
  NodeLog,
  NodeRetried,
  NodeFinished,
  NodePaused,
  NodeResumed,
  ContainerStarted,
  FrameStarted,
  FrameFinished,
  RunPaused,
  RunResumed,
  RunEnding,
  RunFinished
])
export type Fact = typeof Fact.Type
