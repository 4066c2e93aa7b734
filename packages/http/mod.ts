/**
 * Flowglass over HTTP: Dify's console API and service API on any store.
 *
 * @module
 */

export * from "./auth/app_token.ts"
export * from "./auth/current_account.ts"
export * from "./auth/passwords.ts"
export * from "./auth/same_text.ts"
export { SignedIn } from "./auth/signed_in.ts"
export * from "./console/console_api.ts"
export * from "./console/graph_hash.ts"
export { NodeExecutionList, WorkflowRunDetail } from "./console/workflow_run_view.ts"
export { WorkflowView } from "./console/workflow_view.ts"
export * from "./error/mod.ts"
export * from "./openapi/documents.ts"
export * from "./run/active_runs.ts"
export * from "./run/app_runner.ts"
export * from "./run/outliving.ts"
export * from "./run/run_layer.ts"
export * from "./run/run_refusals.ts"
export * from "./serve/http_app.ts"
export * from "./serve/node_server.ts"
export * from "./serve/server_config.ts"
export * from "./serve/server_phase.ts"
export * from "./serve/well_formed.ts"
