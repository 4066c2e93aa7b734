import type { Selector } from "../value/selector.ts"
import type { ValueObject } from "../value/value.ts"
import { objectFrom, property } from "../value/value_object.ts"
import { templateSelectors } from "./config/template_selectors.ts"
import { defineNode, type IgnoredPart } from "./define_node.ts"
import { answeredForm } from "./human_input/answered_form.ts"
import { askForm } from "./human_input/ask_form.ts"
import { timeoutHandle } from "./human_input/form_action.ts"
import { FormConfig } from "./human_input/form_config.ts"
import type { FormField } from "./human_input/form_field.ts"
import type { NodeResult } from "./node_result.ts"
import type { OutputDeclaration } from "./output_declaration.ts"

const hour = 3_600_000

/** When nobody answers there are no fields. */
const outputOf = ({ type, output_variable_name: name }: FormField): OutputDeclaration => {
  if (type === "file") return { name, type: "file", required: false }
  if (type === "file-list") return { name, type: "array", item: "file", required: false }
  return { name, type: "string", required: false }
}

const fieldSelectors = (field: FormField): ReadonlyArray<Selector> => {
  if (field.type === "paragraph") return field.default?.type === "variable" ? [field.default.selector] : []
  return field.type === "select" && field.option_source.type === "variable" ? [field.option_source.selector] : []
}

/** Whoever expects a mail should know that none is sent. */
const ignoredDeliveries = ({ delivery_methods }: FormConfig): ReadonlyArray<IgnoredPart> =>
  delivery_methods.flatMap(({ type, enabled }, index) =>
    enabled && type !== "webapp"
      ? [
          {
            path: ["delivery_methods", index],
            message: `nothing is sent by ${type}: the form waits to be answered here`
          }
        ]
      : []
  )

/** A mock names the action and gives the fields; without an action it is the first one. */
const mock = (config: FormConfig, answer: ValueObject): NodeResult => {
  const named = property(answer, "__action_id")
  const action = typeof named === "string" ? named : (config.user_actions[0]?.id ?? timeoutHandle)
  if (action === "" || action === timeoutHandle) return { outputs: answer, handle: timeoutHandle }
  const title = config.user_actions.find(({ id }) => id === action)?.title ?? ""
  const added = objectFrom([
    ["__action_id", action],
    ["__rendered_content", ""],
    ["__action_value", title],
    ...Object.entries(answer)
  ])
  return { outputs: added, handle: action }
}

/**
 * Asks somebody (Dify's `human-input`): the run waits until the form is filled in, and goes on by the action that was
 * chosen, or by `__timeout` when nobody answered in time. Its outputs are the fields, `__action_id`, `__action_value`
 * (the title of the action) and `__rendered_content` (the form as it was filled in).
 *
 * Nothing is sent from here, whatever the delivery methods say. `WorkflowRunner.resume` takes the answer.
 */
export const humanInput = defineNode({
  type: "human-input",
  version: "1",
  kind: "branch",
  summary: "Asks somebody: the run waits for the answer, and goes on by the chosen action.",
  config: FormConfig,
  outputs: (config) => [
    ...config.inputs.map(outputOf),
    { name: "__action_id", type: "string", required: true },
    { name: "__rendered_content", type: "string", required: true },
    { name: "__action_value", type: "string", required: true }
  ],
  handles: (config) => [...config.user_actions.map(({ id }) => id), timeoutHandle],
  selectors: (config) => [...templateSelectors(config.form_content), ...config.inputs.flatMap(fieldSelectors)],
  ignores: ignoredDeliveries,
  errors: [],
  mock,
  example: {
    config: {
      form_content: "Send this to {{#start.name#}}?",
      inputs: [{ type: "paragraph", output_variable_name: "note" }],
      user_actions: [
        { id: "send", title: "Send" },
        { id: "drop", title: "Drop" }
      ]
    },
    variables: { start: { name: "Ada" } },
    outputs: {
      note: "Gladly",
      __action_id: "send",
      __rendered_content: "Send this to Ada?",
      __action_value: "Send"
    },
    answer: { action: "send", inputs: { note: "Gladly" } }
  },
  form: {
    ask: askForm,
    timeout: ({ timeout, timeout_unit }) => timeout * (timeout_unit === "day" ? 24 * hour : hour),
    answered: (_config, question, answer) => answeredForm(question, answer)
  },
  run: ({ user_actions }) => ({ outputs: {}, handle: user_actions[0]?.id ?? timeoutHandle })
})
