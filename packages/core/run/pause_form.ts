import type { FormQuestion } from "../node/form.ts"
import type { TriggerSource } from "./fact.ts"
import type { NodeExecution } from "./node_execution.ts"
import { expirationTime, formId, type PausedForm } from "./paused_form.ts"

/** The form that an execution asks, until a moment in milliseconds. Who debugs a workflow sees every form of it. */
export const pauseForm = (
  execution: NodeExecution,
  question: FormQuestion,
  until: number,
  trigger: TriggerSource
): PausedForm => ({
  TYPE: "human_input_required",
  form_id: formId(execution.runId, execution.execution),
  node_id: execution.nodeId,
  node_title: execution.title,
  execution: execution.execution,
  ...question,
  display_in_ui: trigger === "debugging" || question.display_in_ui,
  expiration_time: expirationTime(until)
})
