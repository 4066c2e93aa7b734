import type { Redacted } from "effect"
import type { ModelPrice } from "./model_price.ts"

/** Where the models of one provider run: an OpenAI-compatible server. */
export interface ModelServer {
  /**
   * The address before `/chat/completions`, usually ending in `/v1`. It is the operator's own and may be local. Known
   * providers have one already (`knownProviders`).
   */
  readonly baseUrl?: string
  /** Sent as bearer token; never shown. A server with a `baseUrl` may do without. */
  readonly apiKey?: Redacted.Redacted<string>
  /** The server's names of models, where a file calls them otherwise: `{ "gpt-4o": "llama3.1:8b" }`. */
  readonly models?: { readonly [name: string]: string }
  /** What models cost, by the name that a file calls them by; without it a call costs nothing. */
  readonly prices?: { readonly [name: string]: ModelPrice }
  /** Milliseconds without a byte from the server before `model_timeout`. Default 600 000, as in Dify. */
  readonly timeout?: number
}

/**
 * Providers by their short name (`openai` for `langgenius/openai/openai`) or their full one, which wins. `*` stands for
 * all others; it needs a `baseUrl`, so that no key goes to a server it was not meant for.
 */
export interface ModelsConfig {
  readonly [provider: string]: ModelServer
}
