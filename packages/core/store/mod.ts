export * from "./memory_run_store.ts"
export * from "./run_store.ts"
