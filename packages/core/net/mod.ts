export * from "./name_resolver.ts"
export * from "./outbound_http.ts"
export * from "./outbound_policy.ts"
export * from "./outbound_request.ts"
