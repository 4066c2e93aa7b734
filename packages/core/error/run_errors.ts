import { defineError } from "./define_error.ts"

/** A node's code threw instead of failing, or returned what is no result: a defect of that node. */
export class NodeDefect extends defineError<NodeDefect>()({
  code: "node_defect",
  status: 500,
  family: "node",
  title: "A node broke instead of failing, or gave back what is no result",
  remedy: "Report it to the author of the node type; the message says what it threw, or what is wrong with its result."
}) {}

/** The engine itself broke, or a value grew beyond what it can hold. */
export class RunDefect extends defineError<RunDefect>()({
  code: "run_defect",
  status: 500,
  family: "run",
  title: "The engine could not go on with a run",
  remedy: "Look for a value that grows with every round or is nested very deep; report it if there is none."
}) {}

/** A replay is to begin at a node that the run does not have. */
export class NodeNotInReplayedRun extends defineError<NodeNotInReplayedRun>()({
  code: "node_not_in_replayed_run",
  status: 400,
  family: "run",
  title: "A replay was to begin at a node that the run does not have",
  remedy: "Use the id of a node of the run; `flowglass inspect RUN` lists them."
}) {}

/** A run cannot run once more: its inputs do not fit, or something that it needs is not here any more. */
export class RunNotReplayable extends defineError<RunNotReplayable>()({
  code: "run_not_replayable",
  status: 400,
  family: "run",
  title: "A run cannot run once more like this",
  remedy: "The message begins with the code of what is wrong; `flowglass errors CODE` says what to do about it."
}) {}

/** No run with this id in this tenant and app: missing and foreign runs look the same. Dify's code and text. */
export class WorkflowRunNotFound extends defineError<WorkflowRunNotFound>()({
  code: "workflow_run_not_found",
  status: 404,
  family: "inspector",
  title: "There is no such run",
  remedy:
    "Check the run id: an engine knows only its own runs, the command line those of its folder (`flowglass inspect last`)."
}) {}

/** A branch node returned no handle. */
export class BranchHandleMissing extends defineError<BranchHandleMissing>()({
  code: "branch_handle_missing",
  status: 500,
  family: "node",
  title: "A branch node selected no branch",
  remedy: "Return `handle` from the node type's `run`."
}) {}

/** A mock said that its node fails. Dify's type is `MockError`. */
export class MockFailure extends defineError<MockFailure>()({
  code: "mock_failure",
  status: 422,
  family: "mock",
  title: "A mock made its node fail",
  remedy: "This is what the mock's `error` asked for; remove it to let the node succeed."
}) {}

/** A mock names a node or type that the workflow does not have. */
export class MockTargetUnknown extends defineError<MockTargetUnknown>()({
  code: "mock_target_unknown",
  status: 400,
  family: "mock",
  title: "A mock names a node that is not there",
  remedy: "Use `node:ID` or `type:TYPE` of a node in the file; `flowglass doctor FILE` lists them."
}) {}

/** A mock's answer cannot be one of its node. */
export class MockInvalid extends defineError<MockInvalid>()({
  code: "mock_invalid",
  status: 400,
  family: "mock",
  title: "A mock does not fit its node",
  remedy:
    'Give outputs of the node as an object, or `{"error": "text"}`, with `"delay_seconds": 1.5` if it shall take time.'
}) {}

/** More nodes of the root graph were started than the limit allows. */
export class RunStepLimitExceeded extends defineError<RunStepLimitExceeded>()({
  code: "run_step_limit_exceeded",
  status: 422,
  family: "limit",
  title: "The run took more steps than allowed",
  remedy: "Raise `limits.steps`, or split the workflow."
}) {}

/** The run took longer than the limit allows. */
export class RunTimeLimitExceeded extends defineError<RunTimeLimitExceeded>()({
  code: "run_time_limit_exceeded",
  status: 422,
  family: "limit",
  title: "The run took longer than allowed",
  remedy: "Raise `limits.time` (milliseconds, command line: `--timeout SECONDS`), or make the slow node faster."
}) {}

/** The run kept more data than the limit allows. */
export class RunSizeLimitExceeded extends defineError<RunSizeLimitExceeded>()({
  code: "run_size_limit_exceeded",
  status: 422,
  family: "limit",
  title: "The run kept more data than allowed",
  remedy: "Look for rounds or attempts without end and for values that grow, or raise `limits.runSize` (characters)."
}) {}

/** Processes died while they worked on the run, again and again: it may be what they died of. */
export class RunCrashLimitExceeded extends defineError<RunCrashLimitExceeded>()({
  code: "run_crash_limit_exceeded",
  status: 500,
  family: "limit",
  title: "The run ended several processes",
  remedy: "See which nodes had begun when it ended, give them less to do, and run the workflow again."
}) {}

/** A limit is none that there is, or has a value that it cannot have. */
export class LimitInvalid extends defineError<LimitInvalid>()({
  code: "limit_invalid",
  status: 400,
  family: "input",
  title: "A limit of the run is wrong",
  remedy: "Correct the limit of the message; leave it out for its default."
}) {}

/** One attempt of a node took longer than the limit allows. */
export class NodeTimeLimitExceeded extends defineError<NodeTimeLimitExceeded>()({
  code: "node_time_limit_exceeded",
  status: 422,
  family: "limit",
  title: "A node took longer than allowed",
  remedy: "Raise `limits.nodeTime` (milliseconds), or make the node faster."
}) {}

/** Somebody stopped the run. */
export class RunStopped extends defineError<RunStopped>()({
  code: "run_stopped",
  status: 409,
  family: "run",
  title: "The run was stopped",
  remedy: "Start a new run if it should go on."
}) {}

/** A node was still working when its run ended for another reason. */
export class NodeInterrupted extends defineError<NodeInterrupted>()({
  code: "node_interrupted",
  status: 409,
  family: "run",
  title: "The node was stopped with its run",
  remedy: "Look at the run's own error: that is the cause."
}) {}

/** A value was given for an environment variable that the workflow does not have. */
export class EnvironmentVariableUnknown extends defineError<EnvironmentVariableUnknown>()({
  code: "environment_variable_unknown",
  status: 400,
  family: "input",
  title: "The workflow has no such environment variable",
  remedy: "Use a name that stands under `environment_variables` in the file."
}) {}

/** A value was given for a conversation variable that the workflow does not have. */
export class ConversationVariableUnknown extends defineError<ConversationVariableUnknown>()({
  code: "conversation_variable_unknown",
  status: 400,
  family: "input",
  title: "The workflow has no such conversation variable",
  remedy: "Use a name that stands under `conversation_variables` in the file."
}) {}

/** A chat workflow was started without a question. Dify's text. */
export class QueryRequired extends defineError<QueryRequired>()({
  code: "query_required",
  status: 400,
  family: "input",
  title: "A chat workflow needs a query",
  remedy: "Give `query` (command line: `--query TEXT`)."
}) {}

/** Several things that the workflow needs are missing here; `params.problems` lists them all. */
export class PreflightFailed extends defineError<PreflightFailed>()({
  code: "preflight_failed",
  status: 422,
  family: "preflight",
  title: "The workflow needs more than there is here",
  remedy: "Provide what is listed, or mock those nodes; `flowglass doctor FILE` shows it node by node."
}) {}

/** All codes that a run as a whole, its limits or its store can end with. */
export const runErrors = [
  NodeDefect,
  RunDefect,
  WorkflowRunNotFound,
  NodeNotInReplayedRun,
  RunNotReplayable,
  BranchHandleMissing,
  MockFailure,
  MockTargetUnknown,
  MockInvalid,
  RunStepLimitExceeded,
  RunTimeLimitExceeded,
  RunSizeLimitExceeded,
  RunCrashLimitExceeded,
  LimitInvalid,
  NodeTimeLimitExceeded,
  RunStopped,
  NodeInterrupted,
  EnvironmentVariableUnknown,
  ConversationVariableUnknown,
  QueryRequired,
  PreflightFailed
] as const
