export * from "./compile_graph.ts"
export * from "./compiled_graph.ts"
export * from "./downstream.ts"
export * from "./run_graph.ts"
