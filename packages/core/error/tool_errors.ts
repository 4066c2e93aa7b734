import { defineError } from "./define_error.ts"

/** The host's function for a tool threw, or returned what no node can put out. Dify's text, and why. */
export class ToolCallFailed extends defineError<ToolCallFailed>()({
  code: "tool_call_failed",
  status: 502,
  family: "node",
  title: "A tool of the host failed",
  remedy: "Correct the function of the host, which threw what the message says, or handle the failure of the node."
}) {}

/** Codes of tools that the host connects. */
export const toolErrors = [ToolCallFailed] as const
