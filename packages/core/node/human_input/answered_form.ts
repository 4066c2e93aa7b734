import type { ValueObject } from "../../value/value.ts"
import { emptyObject, objectFrom } from "../../value/value_object.ts"
import type { FormAnswer, FormQuestion } from "../form.ts"
import type { NodeResult } from "../node_result.ts"
import { timeoutHandle } from "./form_action.ts"
import { renderedContent } from "./rendered_content.ts"

const outputsOf = (values: ValueObject, id: string, content: string, title: string): ValueObject =>
  objectFrom([
    ...Object.entries(values),
    ["__action_id", id],
    ["__rendered_content", content],
    ["__action_value", title]
  ])

/** What a form comes to: the fields and the chosen action as outputs; without an answer, the way of the timeout. */
export const answeredForm = (question: FormQuestion, { action, values }: FormAnswer): NodeResult => {
  if (action === undefined) {
    return { outputs: outputsOf(emptyObject(), "", question.form_content, ""), handle: timeoutHandle }
  }
  const title = question.actions.find(({ id }) => id === action)?.title ?? ""
  return {
    inputs: values,
    outputs: outputsOf(values, action, renderedContent(question, values), title),
    handle: action
  }
}
