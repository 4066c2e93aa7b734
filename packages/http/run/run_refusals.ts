import {
  AgentModelNotConfigured,
  AgentStrategyNotMapped,
  CapabilityNotInstalled,
  CodeLanguageNotAvailable,
  CodeLanguageUnknown,
  DslConversationVariableInvalid,
  DslEnvironmentVariableInvalid,
  DslFileTooLarge,
  DslInvalid,
  DslYamlDepthLimitExceeded,
  type FlowglassError,
  graphRefusals,
  inputRefusals,
  ModelNotConfigured,
  NodeNotInReplayedRun,
  NodeRequirementMissing,
  NodeTypeNotRunnable,
  PreflightFailed,
  RetrievalNotMapped,
  RunNotReplayable,
  StoredValueUnreadable,
  StoreUnavailable,
  ToolNotMapped,
  ValueNestedTooDeep,
  ValueNotStorable,
  ValueTooLarge,
  WorkflowRunNotFound
} from "@flowglass/core/error"
import { TooManyRequests } from "../error/http_errors.ts"

/** What can be wrong with the inputs of a run. */
const valueRefusals = [...inputRefusals, ValueNestedTooDeep, ValueTooLarge] as const

/** What can be wrong with a stored workflow that was data all the time: nothing about YAML, files and versions. */
const workflowRefusals = [
  DslFileTooLarge,
  DslYamlDepthLimitExceeded,
  DslEnvironmentVariableInvalid,
  DslConversationVariableInvalid,
  DslInvalid,
  ...graphRefusals
] as const

/** What a workflow can turn out to need that is not here. */
const requirementRefusals = [
  PreflightFailed,
  ToolNotMapped,
  RetrievalNotMapped,
  AgentStrategyNotMapped,
  NodeTypeNotRunnable,
  NodeRequirementMissing,
  AgentModelNotConfigured,
  CapabilityNotInstalled,
  CodeLanguageNotAvailable,
  CodeLanguageUnknown,
  ModelNotConfigured
] as const

/**
 * Everything that can keep a run of a stored workflow from starting, each with its own code and status; all of it is
 * known before the first byte of an answer. Routes that start runs declare these.
 */
export const runRefusals = [
  ...valueRefusals,
  ...workflowRefusals,
  ...requirementRefusals,
  TooManyRequests,
  StoreUnavailable,
  ValueNotStorable
] as const

/** Why a run of a stored workflow did not start. */
export type RunRefusal = InstanceType<(typeof runRefusals)[number]>

const codes: ReadonlySet<string> = new Set(runRefusals.map(({ declaration }) => declaration.code))

/** Tells what a request can cause from what only a mistake of the server can. */
export const isRunRefusal = (error: { readonly code: string }): error is RunRefusal => codes.has(error.code)

/** Everything that can keep a run of the store from being replayed. */
export const replayRefusals = [
  NodeNotInReplayedRun,
  RunNotReplayable,
  WorkflowRunNotFound,
  StoredValueUnreadable,
  StoreUnavailable,
  TooManyRequests,
  ValueNotStorable
] as const

/** Why a run is not replayed. */
export type ReplayRefusal = InstanceType<(typeof replayRefusals)[number]>

/** Why a run is not replayed, from whatever says so: what is wrong with its inputs or its workflow is one thing here. */
export const replayRefusalOf = (error: FlowglassError): ReplayRefusal | undefined => {
  const isMeant = (one: FlowglassError): one is ReplayRefusal =>
    replayRefusals.some((Refusal) => one instanceof Refusal)
  if (isMeant(error)) return error
  if (!isRunRefusal(error)) return undefined
  return new RunNotReplayable({ message: `${error.code}: ${error.message}`, params: { code: error.code } })
}
