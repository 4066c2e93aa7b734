import { defineError } from "./define_error.ts"

/** A tool of the file has no counterpart here. */
export class ToolNotMapped extends defineError<ToolNotMapped>()({
  code: "tool_not_mapped",
  status: 422,
  family: "preflight",
  title: "The tool is not connected to anything here",
  remedy:
    "Give a function for it (`tools` of `open`; command line: a module with `tools` for --import), or mock the node."
}) {}

/** The knowledge bases of the file are not here. */
export class RetrievalNotMapped extends defineError<RetrievalNotMapped>()({
  code: "retrieval_not_mapped",
  status: 422,
  family: "preflight",
  title: "The knowledge base is not connected to anything here",
  remedy:
    "Give its documents or a search (`knowledge` of `open`; command line: a module with `knowledge` for --import), or mock the node."
}) {}

/** The plugin strategy of an agent is not here. */
export class AgentStrategyNotMapped extends defineError<AgentStrategyNotMapped>()({
  code: "agent_strategy_not_mapped",
  status: 422,
  family: "preflight",
  title: "The agent strategy is a plugin that is not here",
  remedy: "Mock the node, use an agent of version 2, or register a node type of your own for `agent` version 1."
}) {}

/** The node can be checked and mocked, but not run yet. */
export class NodeTypeNotRunnable extends defineError<NodeTypeNotRunnable>()({
  code: "node_type_not_runnable",
  status: 501,
  family: "preflight",
  title: "This type of node cannot be run here yet",
  remedy: "Mock the node, or register a node type of your own for it."
}) {}

/** Something that a host's own node type needs is missing here. */
export class NodeRequirementMissing extends defineError<NodeRequirementMissing>()({
  code: "node_requirement_missing",
  status: 422,
  family: "preflight",
  title: "A node type of the host needs something that is not here",
  remedy: "Provide what the message names, or mock the node."
}) {}

/** Everything that leaves the process shall be mocked, and a node has no mock. */
export class MockMissing extends defineError<MockMissing>()({
  code: "mock_missing",
  status: 422,
  family: "mock",
  title: "A node that leaves the process has no mock",
  remedy: "Give a mock for `node:ID` or `type:TYPE`, or let its node type declare a `mockDefault`."
}) {}

/** The codes of what a workflow needs and does not find here. */
export const requirementErrors = [
  NodeRequirementMissing,
  ToolNotMapped,
  RetrievalNotMapped,
  AgentStrategyNotMapped,
  NodeTypeNotRunnable,
  MockMissing
] as const
