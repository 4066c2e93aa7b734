import type { Usage } from "../node/node_result.ts"
import type { PriceParts } from "./model_price.ts"
import type { ModelToolCall } from "./model_request.ts"

/** How an answer ended. */
export interface ModelEnd {
  /** `stop`, `length`, `tool_calls`, `content_filter` or the server's own word; null when it said none. */
  readonly finishReason: string | null
  /** Token counts of the server, 0 where it gave none; `latency` in seconds. */
  readonly usage: Usage
  /** How the price of the usage came about; left out where nobody said what the model costs. */
  readonly prices?: PriceParts
}

/** A piece of a model's answer. The last one, and only the last, is `end`. */
export type ModelDelta =
  | { readonly kind: "text"; readonly text: string }
  /** Reasoning that the server sends apart from the text. */
  | { readonly kind: "reasoning"; readonly text: string }
  /** A complete call: its pieces are put together before it is announced. */
  | { readonly kind: "tool_call"; readonly call: ModelToolCall }
  | ({ readonly kind: "end" } & ModelEnd)
