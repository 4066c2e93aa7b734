import { Effect, Result } from "effect"
import { OutputTypeCheckFailed, OutputTypeCheckFailedFailBranch } from "../../error/agent_errors.ts"
import type { FlowglassError } from "../../error/define_error.ts"
import { LanguageModels } from "../../model/language_models.ts"
import type { Value } from "../../value/value.ts"
import type { NodeContext } from "../node_context.ts"
import { NodeFailure } from "../node_failure.ts"
import type { NodeResult } from "../node_result.ts"
import type { AgentConfig } from "./agent_config.ts"
import { agentOutputs } from "./agent_outputs.ts"
import { agentPayload } from "./agent_payload.ts"
import { AgentRecord } from "./agent_record.ts"
import { type AgentTask, agentTask } from "./agent_task.ts"
import { askAgent } from "./ask_agent.ts"
import type { FileAccess } from "./file_access.ts"
import { idempotencyKey } from "./idempotency_key.ts"
import type { OutputFailureDecision } from "./output_failure_decision.ts"
import { judgeOutputs } from "./output_verdict.ts"
import { retryHistory } from "./retry_history.ts"

const finalError = ({ decision, reason }: OutputFailureDecision): FlowglassError =>
  decision === "take_fail_branch"
    ? new OutputTypeCheckFailedFailBranch({ message: reason })
    : new OutputTypeCheckFailed({ message: reason })

const failure = (error: FlowglassError, record?: AgentRecord, payload?: Value): NodeFailure =>
  new NodeFailure(error, { ...record?.details(payload), type: error.code })

const ask = (models: LanguageModels["Service"], task: AgentTask, record: AgentRecord, context: NodeContext) =>
  askAgent(
    models,
    task,
    record.history,
    record.tools,
    idempotencyKey(context.runId, context.execution, record.attempt)
  ).pipe(
    Effect.mapError((error) => {
      record.failed(error.message)
      return failure(error, record)
    }),
    Effect.map(({ answer, tools }) => {
      record.tools = tools
      record.answered(answer)
      return agentPayload(answer, task.declaresOutputs)
    })
  )

/**
 * Runs an agent: asks its model, checks the outputs, and asks again, takes defaults or gives up as they declare. All
 * attempts belong to one execution.
 */
export const runAgent = Effect.fn("AgentNode.run")(function* (
  config: AgentConfig,
  context: NodeContext,
  access: FileAccess
): Effect.fn.Return<NodeResult, NodeFailure, LanguageModels> {
  const models = yield* LanguageModels
  const prepared = agentTask(config, context)
  if (Result.isFailure(prepared)) return yield* Effect.fail(failure(prepared.failure))
  const task = prepared.success
  const record = new AgentRecord(config, task, context)
  for (let attempt = 0; ; attempt++) {
    record.begin(attempt)
    const payload = yield* ask(models, task, record, context)
    const verdict = judgeOutputs(task.outputs, payload, access, attempt)
    record.judged(verdict)
    const { decision } = verdict
    if (decision === undefined) {
      return { ...record.details(), outputs: agentOutputs(task.outputs, payload, access) }
    }
    if (decision.decision === "use_default") {
      return { ...record.details(), outputs: agentOutputs(task.outputs, payload, access, verdict.failed) }
    }
    if (decision.decision !== "retry") return yield* Effect.fail(failure(finalError(decision), record, payload))
    record.history = [...record.history, ...retryHistory(payload, decision.reason)]
    yield* Effect.sleep(decision.delay)
  }
})
