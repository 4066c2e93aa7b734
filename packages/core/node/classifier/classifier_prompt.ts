import { Result } from "effect"
import type { ModelMessage } from "../../model/model_request.ts"
import { jsonText } from "../../value/json_text.ts"
import type { Value } from "../../value/value.ts"
import { conversationHistory, historyText } from "../llm/conversation_history.ts"
import type { PromptFailure } from "../llm/prompt_failure.ts"
import { userMessage } from "../llm/shown_files.ts"
import type { NodeContext } from "../node_context.ts"
import type { ClassifierConfig } from "./classifier_config.ts"

const task = `You sort texts into categories. A task is a JSON object: "input_text" is the text, "categories" are the possible categories with their ids, "classification_instructions" is what else to mind. Choose the one category that fits best, also when none fits well.

Answer with one JSON object and nothing else: {"category_id": the id, "category_name": the name}, both exactly as in the list.`

const examples: ReadonlyArray<readonly [Value, Value]> = [
  [
    {
      input_text: ["The parcel came two weeks late and the box was torn."],
      categories: [
        { category_id: "a1", category_name: "Delivery" },
        { category_id: "b2", category_name: "Payment" }
      ],
      classification_instructions: ["What is the complaint about?"]
    },
    { category_id: "a1", category_name: "Delivery" }
  ],
  [
    {
      input_text: ["Do you ship to Norway, and can I pay by invoice?"],
      categories: [
        { category_id: "7", category_name: "Question" },
        { category_id: "8", category_name: "Praise" }
      ],
      classification_instructions: []
    },
    { category_id: "7", category_name: "Question" }
  ]
]

/** What the model is asked: names of classes as they are written, also where they hold references. */
const taskOf = (query: string, instruction: string, { classes }: ClassifierConfig): Value => ({
  input_text: [query],
  categories: classes.map(({ id, name }) => ({ category_id: id, category_name: name })),
  classification_instructions: instruction === "" ? [] : [instruction]
})

/** The messages of a classification: what was said before helps to understand the question. */
export const classifierMessages = (
  config: ClassifierConfig,
  query: string,
  node: NodeContext
): Result.Result<ReadonlyArray<ModelMessage>, PromptFailure> => {
  const instruction = node.variables.text(config.instruction)
  const roles = config.memory?.role_prefix ?? { user: "Human", assistant: "Assistant" }
  const said = historyText(conversationHistory(config.memory, node.variables), roles)
  const rules = said === "" ? task : `${task}\n\nWhat was said before:\n<histories>\n${said}\n</histories>`
  const asked = jsonText(taskOf(query, instruction, config))
  if (config.model.mode === "chat") {
    return Result.map(
      userMessage(asked, config, node.variables),
      (last): ReadonlyArray<ModelMessage> => [
        { role: "system", content: rules },
        ...examples.flatMap(
          ([question, answer]): ReadonlyArray<ModelMessage> => [
            { role: "user", content: jsonText(question) },
            { role: "assistant", content: jsonText(answer) }
          ]
        ),
        last
      ]
    )
  }
  const shown = examples.map(([question, answer]) => `Task: ${jsonText(question)}\nAnswer: ${jsonText(answer)}`)
  const text = [rules, ...shown, `Task: ${asked}\nAnswer: `].join("\n\n")
  return Result.map(userMessage(text, config, node.variables), (message) => [message])
}
