import { Effect } from "effect"
import type { ModelError } from "../../error/model_errors.ts"
import type { LanguageModels } from "../../model/language_models.ts"
import type { ModelAnswer } from "../../model/model_answer.ts"
import type { ModelMessage, ModelTool } from "../../model/model_request.ts"
import { agentRequest } from "./agent_request.ts"
import type { AgentTask } from "./agent_task.ts"

/** An answer, and whether the model took a request with a tool. */
export interface AgentAnswer {
  readonly answer: ModelAnswer
  readonly tools: boolean
}

/**
 * Asks an agent's model once. A server that refuses the request with its tool is asked again without, for JSON as text:
 * many local models know no tools, and nothing tells so beforehand.
 */
export const askAgent = (
  models: LanguageModels["Service"],
  task: AgentTask,
  history: ReadonlyArray<ModelMessage>,
  tools: boolean,
  key: string,
  offered: ReadonlyArray<ModelTool> = []
): Effect.Effect<AgentAnswer, ModelError> => {
  const asked = (withTools: boolean, as: string): Effect.Effect<AgentAnswer, ModelError> =>
    Effect.map(models.complete(agentRequest(task, history, withTools, as, offered)), (answer) => ({
      answer,
      tools: withTools
    }))
  if (!tools) return asked(false, key)
  return Effect.catchTag(asked(true, key), "model_request_invalid", () => asked(false, `${key}:no-tools`))
}
