import { ModelNotConfigured } from "../error/model_errors.ts"
import type { Requirement } from "../node/define_node.ts"
import { providerName } from "./provider_name.ts"

/** The error of a model that cannot be asked here, and what to configure. */
export const notConfigured = (provider: string, name: string, why: string): ModelNotConfigured =>
  new ModelNotConfigured({
    message: `model "${name}" of provider "${provider}" cannot be asked: ${why}; add "${providerName(provider)}" to the models configuration with its apiKey, or with the baseUrl of an OpenAI-compatible server`,
    params: { provider, name }
  })

/** The same as a requirement that `doctor` lists. */
export const keyRequirement = (error: ModelNotConfigured): Requirement => ({ kind: "key", error })
