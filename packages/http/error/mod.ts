export * from "./catalogue.ts"
export * from "./console_errors.ts"
export * from "./http_errors.ts"
export * from "./service_errors.ts"
