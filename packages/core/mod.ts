export * from "./error/mod.ts"
export * from "./node/mod.ts"
export * from "./value/mod.ts"
