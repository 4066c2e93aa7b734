/** What a tool of the host says when it is more than one text or one piece of data. */
export interface ToolMessages {
  readonly text?: string
  /** Data: an object, or a list of objects. */
  readonly json?: unknown
  /** Files as callers give them: `{ transfer_method: "remote_url", url }`, or with `bytes` and a `filename`. */
  readonly files?: ReadonlyArray<unknown>
  /** Further outputs of the node by name. */
  readonly variables?: { readonly [name: string]: unknown }
}

/**
 * The answer of a host's tool in parts, as Dify's tools send messages of several kinds.
 *
 * @example
 * ```ts
 * import { ToolAnswer } from "@flowglass/core"
 *
 * const answer = new ToolAnswer({ text: "2 rows", json: [{ id: 1 }, { id: 2 }] })
 * answer.messages.text // => "2 rows"
 * ```
 */
export class ToolAnswer {
  readonly messages: ToolMessages

  constructor(messages: ToolMessages) {
    this.messages = messages
  }
}
