/**
 * The short name of a provider: the last part of Dify's plugin id, in lower case.
 *
 * @example
 * ```ts
 * import { providerName } from "@flowglass/core"
 *
 * providerName("langgenius/openai/openai") // => "openai"
 * providerName("OpenAI") // => "openai"
 * ```
 */
export const providerName = (provider: string): string =>
  provider
    .slice(provider.lastIndexOf("/") + 1)
    .trim()
    .toLowerCase()
