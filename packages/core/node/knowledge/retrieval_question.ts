import { Effect } from "effect"
import { difyErrorType } from "../../model/dify_error_type.ts"
import type { LanguageModels } from "../../model/language_models.ts"
import type { ModelAnswer } from "../../model/model_answer.ts"
import type { ModelMessage } from "../../model/model_request.ts"
import type { ModelSettings } from "../../model/model_settings.ts"
import { jsonText } from "../../value/json_text.ts"
import type { Value } from "../../value/value.ts"
import { callModel } from "../llm/call_model.ts"
import type { NodeContext } from "../node_context.ts"
import { NodeFailure } from "../node_failure.ts"

/** Something that a model decides for a search. */
export interface RetrievalQuestion {
  /** Tells it apart from the other question of the same node. */
  readonly part: "choose" | "filter"
  readonly task: string
  readonly about: Value
}

const messagesOf = ({ task, about }: RetrievalQuestion, mode: ModelSettings["mode"]): ReadonlyArray<ModelMessage> =>
  mode === "chat"
    ? [
        { role: "system", content: task },
        { role: "user", content: jsonText(about) }
      ]
    : [{ role: "user", content: `${task}\n\n${jsonText(about)}\nAnswer: ` }]

/**
 * Asks the model of a search. A model that cannot be asked fails the node: Dify would search on without what it was to
 * decide, and show documents that nobody wanted.
 */
export const askForRetrieval = (
  question: RetrievalQuestion,
  model: ModelSettings,
  node: NodeContext
): Effect.Effect<ModelAnswer, NodeFailure, LanguageModels> =>
  Effect.mapError(
    callModel({ model, messages: messagesOf(question, model.mode), part: question.part }, node),
    (error) => new NodeFailure(error, { type: difyErrorType(error) })
  )
