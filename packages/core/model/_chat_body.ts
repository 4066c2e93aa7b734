import { jsonText } from "../value/json_text.ts"
import type { ValueObject } from "../value/value.ts"
import { chatMessage } from "./_chat_message.ts"
import { chatParameters } from "./_chat_parameters.ts"
import type { ModelRequest, ModelResponseFormat } from "./model_request.ts"

const responseFormat = (format: ModelResponseFormat): ValueObject =>
  format.kind === "json_object"
    ? { type: "json_object" }
    : { type: "json_schema", json_schema: { name: format.name, schema: format.schema } }

/** The JSON text of a chat completion request. The file's parameters come first, so they replace nothing. */
export const chatBody = (request: ModelRequest, serverModel: string): string => {
  const body = chatParameters(request)
  body.model = serverModel
  body.messages = request.messages.map(chatMessage)
  body.stream = true
  body.stream_options = { include_usage: true }
  if (request.stop !== undefined && request.stop.length > 0) body.stop = request.stop
  if (request.responseFormat !== undefined) body.response_format = responseFormat(request.responseFormat)
  if (request.tools !== undefined && request.tools.length > 0) {
    body.tools = request.tools.map((tool) => ({
      type: "function",
      function: { name: tool.name, description: tool.description, parameters: tool.parametersSchema }
    }))
  }
  return jsonText(body)
}
