import { Effect } from "effect"
import { readFiles, type StartInputError, validateInputs } from "../dsl/start_inputs.ts"
import { triggerInputs } from "../dsl/trigger_inputs.ts"
import { InputTypeMismatch, type VariableTypeMismatch } from "../error/input_errors.ts"
import type { RequirementError } from "../error/requirement_error.ts"
import {
  type ConversationVariableUnknown,
  type EnvironmentVariableUnknown,
  type LimitInvalid,
  type MockInvalid,
  type MockTargetUnknown,
  type PreflightFailed,
  QueryRequired
} from "../error/run_errors.ts"
import type { CompiledNode } from "../graph/compiled_graph.ts"
import type { ValueRefusal } from "../value/from_unknown.ts"
import type { RunValues } from "./accept_run.ts"
import { mockOf } from "./answer_mock.ts"
import { checkLimits } from "./check_limits.ts"
import type { Mocks } from "./mocks.ts"
import { conversationOf, environmentOf } from "./override_variables.ts"
import { preflight } from "./preflight.ts"
import { readMocks } from "./read_mocks.ts"
import type { RunOptions } from "./run_options.ts"
import { takesAnyInputs } from "./takes_any_inputs.ts"
import type { Workflow } from "./workflow.ts"

/** What can be wrong with how a run is started. */
export type PrepareError =
  | VariableTypeMismatch
  | StartInputError
  | QueryRequired
  | EnvironmentVariableUnknown
  | ConversationVariableUnknown
  | ValueRefusal
  | LimitInvalid
  | MockTargetUnknown
  | MockInvalid
  | RequirementError
  | PreflightFailed

/** Whether a node will be answered for instead of run. */
export const isMockedBy =
  (mocks: Mocks, mockExternals: boolean) =>
  (node: CompiledNode): boolean =>
    mockOf({ mocks, mockExternals }, node) !== undefined

/** Checks everything a caller gives and everything the workflow needs, before anything runs. */
export const prepareRun = Effect.fnUntraced(function* (
  workflow: Workflow,
  options: RunOptions
): Effect.fn.Return<RunValues, PrepareError> {
  const { graph } = workflow.compiled
  // Callers without types may give anything.
  const query: unknown = options.query ?? undefined
  if (graph.mode === "advanced-chat" && query === undefined) {
    return yield* new QueryRequired({ message: "query is required" })
  }
  if (query !== undefined && typeof query !== "string") {
    return yield* new InputTypeMismatch({ message: "query must be a string", params: { variable: "query" } })
  }
  const given = options.inputs ?? {}
  const inputs = yield* takesAnyInputs(workflow)
    ? Effect.fromResult(triggerInputs(given))
    : Effect.fromResult(validateInputs(workflow.startVariables, given))
  const files = yield* Effect.fromResult(readFiles(options.files ?? []))
  const environment = yield* Effect.fromResult(environmentOf(workflow.environment, options.environment))
  const conversation = yield* Effect.fromResult(conversationOf(workflow.conversation, options.conversation))
  yield* Effect.fromResult(checkLimits(options.limits))
  const mocks = yield* Effect.fromResult(readMocks(options.mocks ?? {}, workflow.compiled))
  const mockExternals = options.mockExternals ?? false
  yield* preflight(workflow, isMockedBy(mocks, mockExternals), mockExternals)
  return { inputs, files, environment, conversation, mocks }
})
