export * from "./host_tool.ts"
export * from "./host_tools.ts"
export * from "./tool_answer.ts"
