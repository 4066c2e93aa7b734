export * from "./define_error.ts"
export * from "./family.ts"
export * from "./hint.ts"
