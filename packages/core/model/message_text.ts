import type { ModelMessage } from "./model_request.ts"

/** The text of a message; media have none. */
export const messageText = (message: ModelMessage): string =>
  typeof message.content === "string"
    ? message.content
    : message.content.map((part) => (part.kind === "text" ? part.text : "")).join("")
