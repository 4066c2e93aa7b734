import { Effect, Result } from "effect"
import {
  AgentRoundsExceeded,
  OutputTypeCheckFailed,
  OutputTypeCheckFailedFailBranch
} from "../../error/agent_errors.ts"
import type { FlowglassError } from "../../error/define_error.ts"
import { LanguageModels } from "../../model/language_models.ts"
import type { ModelMessage } from "../../model/model_request.ts"
import { HostTools } from "../../tool/host_tools.ts"
import type { Value } from "../../value/value.ts"
import type { NodeContext } from "../node_context.ts"
import { NodeFailure } from "../node_failure.ts"
import type { NodeResult } from "../node_result.ts"
import type { AgentConfig } from "./agent_config.ts"
import { agentOutputs } from "./agent_outputs.ts"
import { agentPayload, finalOutputTool } from "./agent_payload.ts"
import { AgentRecord } from "./agent_record.ts"
import { type AgentTask, agentTask } from "./agent_task.ts"
import { type AgentTool, agentTools, observations } from "./agent_tools.ts"
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

/** How often an agent may call tools before it has to answer, as in Dify. */
const maximumRounds = 10

interface Asking {
  readonly models: LanguageModels["Service"]
  readonly task: AgentTask
  readonly tools: ReadonlyArray<AgentTool>
  readonly record: AgentRecord
  readonly context: NodeContext
}

/** Asks the model until it has an answer, calling the tools that it wants in between. */
const ask = Effect.fnUntraced(function* ({
  models,
  task,
  tools,
  record,
  context
}: Asking): Effect.fn.Return<Value, NodeFailure> {
  const key = idempotencyKey(context.runId, context.execution, record.attempt)
  let said = record.history
  for (let round = 0; ; round++) {
    const roundKey = round === 0 ? key : `${key}:round-${round}`
    const offered = round < maximumRounds ? tools.map((tool) => tool.offered) : []
    const asked = askAgent(models, task, said, record.tools, roundKey, offered)
    const { answer, tools: takesTools } = yield* Effect.mapError(asked, (error) => {
      record.failed(error.message)
      return failure(error, record)
    })
    record.tools = takesTools
    record.answered(answer)
    const calls = answer.toolCalls.filter(({ name }) => name !== finalOutputTool)
    // A model without tools may name some all the same: its answer is then what counts.
    if (tools.length === 0 || calls.length === 0 || calls.length < answer.toolCalls.length) {
      return agentPayload(answer, task.declaresOutputs)
    }
    if (round >= maximumRounds) {
      const message = `Agent exceeded the maximum iteration limit of ${maximumRounds}. The agent was unable to complete the task within the allowed number of iterations.`
      return yield* Effect.fail(failure(new AgentRoundsExceeded({ message }), record))
    }
    const spoken: ModelMessage = { role: "assistant", content: answer.text, toolCalls: answer.toolCalls }
    said = [...said, spoken, ...(yield* observations(tools, calls, context, roundKey))]
  }
})

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
  const tools = agentTools(config, yield* HostTools)
  for (let attempt = 0; ; attempt++) {
    record.begin(attempt)
    const payload = yield* ask({ models, task, tools, record, context })
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
