export {
  defineError,
  defineNode,
  NodeFailure,
  type PausedForm,
  type ResumeOptions,
  type RunEvent,
  type RunResult
} from "@flowglass/core"
export type { LiveEvent, NodeView, OutputPreview, OutputView, RunSnapshot } from "@flowglass/inspector"
export type { InspectionTarget } from "./argument/inspection_target.ts"
export type { ModelOptions, OpenOptions } from "./argument/open_options.ts"
export type { RunCallOptions } from "./argument/run_call_options.ts"
export * from "./known_error.ts"
export * from "./open.ts"
export type { PromiseResult, PromiseRun } from "./promise_run.ts"
