import { Schema } from "effect"
import { filesOf } from "../value/files_of.ts"
import { templateParts } from "../value/reference.ts"
import { markdownOf } from "../value/text_form.ts"
import { defineNode } from "./define_node.ts"

const Config = Schema.Struct({
  answer: Schema.String.annotate({ description: "Markdown with references such as {{#node.output#}}" })
})

/**
 * Says something to the user of a chat (Dify's answer): a template whose references become Markdown. `files` are the
 * files among its references, alone or in lists.
 */
export const answer = defineNode({
  type: "answer",
  version: "1",
  kind: "response",
  summary: "Answers the user with text and files.",
  config: Config,
  outputs: () => [
    { name: "answer", type: "string", required: true },
    { name: "files", type: "array", item: "file", required: false }
  ],
  selectors: (config) =>
    templateParts(config.answer).flatMap((part) => (part.kind === "reference" ? [part.selector] : [])),
  streams: (config) => templateParts(config.answer),
  errors: [],
  example: {
    config: { answer: "Hello {{#start.name#}}" },
    variables: { start: { name: "Ada" } },
    outputs: { answer: "Hello Ada", files: [] }
  },
  run: (config, { variables }) => {
    const values = variables.resolve(config.answer)
    return { outputs: { answer: values.map(markdownOf).join(""), files: values.flatMap(filesOf) } }
  }
})
