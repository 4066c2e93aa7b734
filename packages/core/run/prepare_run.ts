import { Effect } from "effect"
import { readFiles, type StartInputError, validateInputs } from "../dsl/start_inputs.ts"
import type { RequirementError } from "../error/requirement_error.ts"
import {
  type ConversationVariableUnknown,
  type EnvironmentVariableUnknown,
  type MockInvalid,
  type MockTargetUnknown,
  type PreflightFailed,
  QueryRequired
} from "../error/run_errors.ts"
import type { ValueNotSupported } from "../error/value_errors.ts"
import type { CompiledNode } from "../graph/compiled_graph.ts"
import type { RunValues } from "./accept_run.ts"
import type { Mocks } from "./mocks.ts"
import { conversationOf, environmentOf } from "./override_variables.ts"
import { preflight } from "./preflight.ts"
import { readMocks } from "./read_mocks.ts"
import type { RunOptions } from "./run_options.ts"
import type { Workflow } from "./workflow.ts"

/** What can be wrong with how a run is started. */
export type PrepareError =
  | StartInputError
  | QueryRequired
  | EnvironmentVariableUnknown
  | ConversationVariableUnknown
  | ValueNotSupported
  | MockTargetUnknown
  | MockInvalid
  | RequirementError
  | PreflightFailed

/** Whether a node will be answered for instead of run. */
export const isMockedBy =
  (mocks: Mocks, mockExternals: boolean) =>
  (node: CompiledNode): boolean =>
    Object.hasOwn(mocks, `node:${node.id}`) ||
    Object.hasOwn(mocks, `type:${node.type}`) ||
    (mockExternals && node.bound.description.external === true)

/** Checks everything a caller gives and everything the workflow needs, before anything runs. */
export const prepareRun = Effect.fnUntraced(function* (
  workflow: Workflow,
  options: RunOptions
): Effect.fn.Return<RunValues, PrepareError> {
  const { graph } = workflow.compiled
  if (graph.mode === "advanced-chat" && options.query === undefined) {
    return yield* new QueryRequired({ message: "query is required" })
  }
  const inputs = yield* Effect.fromResult(validateInputs(workflow.startVariables, options.inputs ?? {}))
  const files = yield* Effect.fromResult(readFiles(options.files ?? []))
  const environment = yield* Effect.fromResult(environmentOf(workflow.environment, options.environment))
  const conversation = yield* Effect.fromResult(conversationOf(workflow.conversation, options.conversation))
  const mocks = yield* Effect.fromResult(readMocks(options.mocks ?? {}, graph))
  yield* preflight(workflow, isMockedBy(mocks, options.mockExternals ?? false))
  return { inputs, files, environment, conversation, mocks }
})
