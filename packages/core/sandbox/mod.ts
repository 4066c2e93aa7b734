export * from "./code_request.ts"
export * from "./code_runner.ts"
export * from "./read_code_result.ts"
