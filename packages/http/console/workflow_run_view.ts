import type { Account, EndUser, PlainObject, RunHead, RunSummary } from "@flowglass/core"
import type { NodeExecutionReport } from "@flowglass/inspector"
import { Schema } from "effect"
import { nodeExecutionId } from "../run/node_execution_id.ts"
import { seconds } from "../stream/seconds.ts"

const Json = Schema.Record(Schema.String, Schema.Unknown)
const Text = Schema.NullOr(Schema.String)
const AccountPart = Schema.NullOr(Schema.Struct({ id: Schema.String, name: Schema.String, email: Schema.String }))
const EndUserPart = Schema.NullOr(
  Schema.Struct({ id: Schema.String, type: Schema.String, is_anonymous: Schema.Boolean, session_id: Schema.String })
)

/** Who started a run. */
export interface RunAuthor {
  readonly account?: Account | undefined
  readonly endUser?: EndUser | undefined
}

/** A run in a list. */
export const WorkflowRunItem = Schema.Struct({
  id: Schema.String,
  version: Schema.String,
  status: Schema.String,
  elapsed_time: Schema.Finite,
  total_tokens: Schema.Finite,
  total_steps: Schema.Int,
  created_by_account: AccountPart,
  created_at: Schema.Int,
  finished_at: Schema.NullOr(Schema.Int),
  exceptions_count: Schema.Int,
  retry_index: Schema.Int
})

/** A run with what went in and came out. */
export const WorkflowRunDetail = Schema.Struct({
  id: Schema.String,
  version: Schema.String,
  graph: Json,
  inputs: Json,
  status: Schema.String,
  outputs: Json,
  error: Text,
  elapsed_time: Schema.Finite,
  total_tokens: Schema.Finite,
  total_steps: Schema.Int,
  created_by_role: Text,
  created_by_account: AccountPart,
  created_by_end_user: EndUserPart,
  created_at: Schema.Int,
  finished_at: Schema.NullOr(Schema.Int),
  exceptions_count: Schema.Int
})

/** One execution of a node. */
export const NodeExecutionView = Schema.Struct({
  id: Schema.String,
  index: Schema.Int,
  predecessor_node_id: Text,
  node_id: Schema.String,
  node_type: Schema.String,
  title: Schema.String,
  inputs: Json,
  process_data: Json,
  outputs: Json,
  status: Schema.String,
  error: Text,
  elapsed_time: Schema.Finite,
  execution_metadata: Json,
  extras: Json,
  created_at: Schema.Int,
  created_by_role: Text,
  created_by_account: AccountPart,
  created_by_end_user: EndUserPart,
  finished_at: Schema.NullOr(Schema.Int),
  inputs_truncated: Schema.Boolean,
  outputs_truncated: Schema.Boolean,
  process_data_truncated: Schema.Boolean
})

/** All executions of the nodes of a run. */
export const NodeExecutionList = Schema.Struct({ data: Schema.Array(NodeExecutionView) })

const accountPart = (account: Account | undefined): typeof AccountPart.Type =>
  account === undefined ? null : { id: account.id, name: account.name, email: account.email }

const endUserPart = (endUser: EndUser | undefined): typeof EndUserPart.Type =>
  endUser === undefined
    ? null
    : { id: endUser.id, type: "service_api", is_anonymous: true, session_id: endUser.sessionId }

const timesOf = ({ createdAt, finishedAt }: RunHead) => ({
  created_at: seconds(createdAt),
  finished_at: finishedAt === null ? null : seconds(finishedAt)
})

const countsOf = (run: RunHead) => ({
  elapsed_time: run.elapsed / 1000,
  total_tokens: run.totalTokens,
  total_steps: run.totalSteps,
  exceptions_count: run.exceptionsCount
})

export const workflowRunItem = (run: RunHead, author: Account | undefined): typeof WorkflowRunItem.Type => ({
  id: run.id,
  version: run.version,
  status: run.status,
  ...countsOf(run),
  created_by_account: accountPart(author),
  ...timesOf(run),
  retry_index: 0
})

export const workflowRunDetail = (
  run: RunSummary,
  graph: PlainObject,
  author: RunAuthor
): typeof WorkflowRunDetail.Type => ({
  id: run.id,
  version: run.version,
  graph,
  inputs: run.inputs,
  status: run.status,
  outputs: run.outputs,
  error: run.error?.message ?? null,
  ...countsOf(run),
  created_by_role: run.createdBy?.role ?? null,
  created_by_account: accountPart(author.account),
  created_by_end_user: endUserPart(author.endUser),
  ...timesOf(run)
})

export const nodeExecutionView = (
  run: RunSummary,
  execution: NodeExecutionReport,
  author: RunAuthor
): typeof NodeExecutionView.Type => ({
  id: nodeExecutionId(run.id, execution.key),
  index: execution.index,
  predecessor_node_id: execution.predecessor,
  node_id: execution.nodeId,
  node_type: execution.type,
  title: execution.title,
  inputs: execution.inputs,
  process_data: execution.processData,
  outputs: execution.outputs,
  status: execution.status,
  error: execution.error?.message ?? null,
  elapsed_time: execution.elapsed / 1000,
  execution_metadata: {
    ...execution.metadata,
    ...(execution.totalTokens === 0 ? {} : { total_tokens: execution.totalTokens })
  },
  extras: {},
  created_at: seconds(execution.startedAt),
  created_by_role: run.createdBy?.role ?? null,
  created_by_account: accountPart(author.account),
  created_by_end_user: endUserPart(author.endUser),
  finished_at: execution.finishedAt === null ? null : seconds(execution.finishedAt),
  inputs_truncated: false,
  outputs_truncated: false,
  process_data_truncated: false
})
