import type { ModelAnswer } from "../../model/model_answer.ts"
import type { ModelMessage } from "../../model/model_request.ts"
import type { Value, ValueObject } from "../../value/value.ts"
import { objectFrom } from "../../value/value_object.ts"
import type { NodeContext } from "../node_context.ts"
import type { NodeDetails, Usage } from "../node_result.ts"
import { addUsage } from "./add_usage.ts"
import type { AgentConfig } from "./agent_config.ts"
import { requestSummary } from "./agent_request.ts"
import type { AgentTask } from "./agent_task.ts"
import { type OutputVerdict, verdictMetadata } from "./output_verdict.ts"
import { unusedParts } from "./unused_parts.ts"

const costs = (usage: Usage | undefined): ValueObject => {
  if (usage === undefined) return {}
  const { total_tokens, total_price, currency } = usage
  return {
    total_tokens,
    ...(total_price === undefined ? {} : { total_price }),
    ...(currency === undefined ? {} : { currency })
  }
}

/** What one execution of an agent leaves behind, growing from attempt to attempt. */
export class AgentRecord {
  readonly #config: AgentConfig
  readonly #task: AgentTask
  readonly #context: NodeContext
  attempt = 0
  /** False once the model's server refused a request with a tool. */
  tools = true
  history: ReadonlyArray<ModelMessage> = []
  usage: Usage | undefined
  #finishReason: string | null = null
  #verdict: OutputVerdict | undefined

  constructor(config: AgentConfig, task: AgentTask, context: NodeContext) {
    this.#config = config
    this.#task = task
    this.#context = context
  }

  /** Announces that an attempt began; its end is announced under the same id. */
  begin(attempt: number): void {
    this.attempt = attempt
    this.#verdict = undefined
    this.#log("start", null, {})
  }

  answered(answer: ModelAnswer): void {
    this.usage = addUsage(this.usage, answer.usage)
    this.#finishReason = answer.finishReason
  }

  judged(verdict: OutputVerdict): void {
    this.#verdict = verdict
    const reason = verdict.decision?.reason ?? null
    this.#log(reason === null ? "success" : "error", reason, verdictMetadata(verdict, this.attempt))
  }

  failed(message: string): void {
    this.#log("error", message, {})
  }

  /** What the Inspector shows beside outputs and errors. `payload` is what a refused answer held. */
  details(payload?: Value): NodeDetails {
    const { model } = this.#task
    const warnings = unusedParts(this.#config.agent_soul)
    return {
      inputs: { agent_backend_request: requestSummary(this.#task) },
      processData: {
        agent_id: this.#config.agent_binding?.agent_id ?? null,
        model_provider: model.model_provider,
        model_name: model.model,
        finish_reason: this.#finishReason,
        ...(payload === undefined ? {} : { payload })
      },
      metadata: {
        ...(this.#verdict === undefined ? { attempt: this.attempt } : verdictMetadata(this.#verdict, this.attempt)),
        ...costs(this.usage),
        ...(warnings.length === 0 ? {} : { warnings })
      },
      ...(this.usage === undefined ? {} : { usage: this.usage })
    }
  }

  #log(status: string, error: string | null, data: ValueObject): void {
    const { execution, nodeId } = this.#context
    this.#context.signal({
      kind: "log",
      data: objectFrom([
        ["id", `${execution}:${this.attempt}`],
        ["parent_id", null],
        ["node_id", nodeId],
        ["label", `Attempt ${this.attempt + 1}`],
        ["status", status],
        ["error", error],
        ["data", data],
        ["metadata", {}]
      ])
    })
  }
}
