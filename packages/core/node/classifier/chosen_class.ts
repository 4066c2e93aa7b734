import { Result } from "effect"
import { ClassificationUnreadable } from "../../error/classifier_errors.ts"
import { jsonInMarkdown } from "../../model/json_in_markdown.ts"
import { withoutReasoning } from "../../model/without_reasoning.ts"
import { property } from "../../value/value_object.ts"
import type { PromptFailure } from "../llm/prompt_failure.ts"
import type { ClassifierConfig } from "./classifier_config.ts"

/**
 * The place of the class that a model's answer names: by its id, when a name came with it; any other object means the
 * first class, as in Dify. An answer without an object fails with `classification_unreadable`.
 */
export const chosenClass = (answer: string, { classes }: ClassifierConfig): Result.Result<number, PromptFailure> =>
  Result.mapBoth(jsonInMarkdown(withoutReasoning(answer)), {
    onFailure: ({ type, message }) => ({ error: new ClassificationUnreadable({ message }), type }),
    onSuccess: (said) => {
      const id = property(said, "category_id")
      const isNamed = property(said, "category_name") !== undefined
      return isNamed
        ? Math.max(
            0,
            classes.findIndex((candidate) => candidate.id === id)
          )
        : 0
    }
  })
