import { defineError } from "./define_error.ts"

/** The node's soul names no model. */
export class AgentModelNotConfigured extends defineError<AgentModelNotConfigured>()({
  code: "agent_model_not_configured",
  status: 400,
  family: "agent",
  title: "The agent has no model",
  remedy: "Give the node an agent_soul with a model (model_provider and model), or mock the node."
}) {}

/** A reference to an output of an earlier node names no variable. */
export class InvalidPreviousNodeOutputRef extends defineError<InvalidPreviousNodeOutputRef>()({
  code: "invalid_previous_node_output_ref",
  status: 422,
  family: "agent",
  title: "A reference to an earlier output names no variable",
  remedy: "Give the reference a selector such as [node_id, output], or node_id together with output."
}) {}

/** A reference to an output of an earlier node finds nothing. */
export class MissingPreviousNodeOutput extends defineError<MissingPreviousNodeOutput>()({
  code: "missing_previous_node_output",
  status: 422,
  family: "agent",
  title: "An earlier output that the agent needs is not there",
  remedy: "Check that the node it refers to runs before the agent and produces that output."
}) {}

/** Outputs were missing or of the wrong type, and no retry or default was left. Dify's `error_type` is the code. */
export class OutputTypeCheckFailed extends defineError<OutputTypeCheckFailed>()({
  code: "output_type_check_failed",
  status: 422,
  family: "agent",
  title: "The agent's outputs are not what was declared",
  remedy: "Describe the outputs in the prompt, allow retries, or give the outputs a default value."
}) {}

/** The same, for an output that asks for the fail branch. The branch is taken when the node's `error_strategy` says so. */
export class OutputTypeCheckFailedFailBranch extends defineError<OutputTypeCheckFailedFailBranch>()({
  code: "output_type_check_failed_fail_branch",
  status: 422,
  family: "agent",
  title: "The agent's outputs are not what was declared; the fail branch was asked for",
  remedy: "Set the node's error_strategy to fail-branch so that the branch is taken, or allow retries."
}) {}

/** The model asked for tools again and again. Dify's text. */
export class AgentRoundsExceeded extends defineError<AgentRoundsExceeded>()({
  code: "agent_rounds_exceeded",
  status: 422,
  family: "agent",
  title: "An agent went on calling tools",
  remedy: "Say in its prompt when the job is done, or give it tools that answer in one call."
}) {}

/** The codes of agents. */
export const agentErrors = [
  AgentModelNotConfigured,
  InvalidPreviousNodeOutputRef,
  MissingPreviousNodeOutput,
  OutputTypeCheckFailed,
  OutputTypeCheckFailedFailBranch,
  AgentRoundsExceeded
] as const
