import { type KnownProvider, knownProviders, type ModelServer, type ModelsConfig, providerName } from "@flowglass/core"
import { Config, Effect, Option, Redacted } from "effect"
import { type EnvironmentFileError, environmentFileError } from "./environment_file.ts"
import { SettingInvalid } from "./error/usage_errors.ts"
import { variablePrefix } from "./setting_table.ts"
import { shownAddress } from "./shown_address.ts"

/** A variable of the environment, or of `.env`; an empty one counts as unset. */
export const variable = (name: string): Effect.Effect<string | undefined, EnvironmentFileError> =>
  Config.option(Config.String(name)).pipe(
    Effect.map((value) => Option.getOrUndefined(Option.filter(value, (text) => text.trim() !== ""))),
    Effect.mapError(
      (error) =>
        environmentFileError(error) ?? new SettingInvalid({ message: `${name} cannot be read: ${error.message}` })
    )
  )

const isAddress = (text: string): boolean => {
  const protocol = URL.parse(text)?.protocol
  return protocol === "http:" || protocol === "https:"
}

/** The address of a server. */
export const address = Effect.fnUntraced(function* (name: string) {
  const text = yield* variable(name)
  if (text === undefined) return text
  const shown = JSON.stringify(shownAddress(text))
  if (!isAddress(text)) {
    return yield* new SettingInvalid({ message: `${name} is ${shown}, not an http or https address.` })
  }
  const url = URL.parse(text)
  if (url?.username === "" && url.password === "") return text
  return yield* new SettingInvalid({
    message: `${name} is ${shown}: addresses with a user name or a password in them are not supported.`
  })
})

/** A variable that nobody should see. */
export const secret = (name: string) =>
  Effect.map(variable(name), (text) => (text === undefined ? undefined : Redacted.make(text)))

/** The variable that lets a provider's models be asked: `OPENAI_API_KEY` for `langgenius/openai/openai`. */
export const modelVariable = (provider: string): string => {
  const name = providerName(provider)
  return knownProviders.has(name) ? `${variablePrefix(name)}_API_KEY` : "FLOWGLASS_MODEL_BASE_URL"
}

const server = Effect.fnUntraced(function* (prefix: string, known?: KnownProvider) {
  const apiKey = yield* secret(`${prefix}_API_KEY`)
  const baseUrl = yield* address(`${prefix}_BASE_URL`)
  if (apiKey === undefined && baseUrl === undefined && known?.keyless !== true) return undefined
  const found: ModelServer = {
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(baseUrl === undefined ? {} : { baseUrl })
  }
  return found
})

/**
 * The models of the command line: `OPENAI_API_KEY`, `OPENAI_BASE_URL` and the same for every known provider;
 * `FLOWGLASS_MODEL_BASE_URL` and `FLOWGLASS_MODEL_API_KEY` for all others.
 */
const models = Effect.gen(function* () {
  const config: Record<string, ModelServer> = {}
  for (const [provider, known] of knownProviders) {
    const found = yield* server(variablePrefix(provider), known)
    if (found !== undefined) config[provider] = found
  }
  const others = yield* server("FLOWGLASS_MODEL")
  if (others?.baseUrl !== undefined) config["*"] = others
  const settings: ModelsConfig = config
  return settings
})

/** Hosts that workflows may reach although they are not public. */
const allow = Effect.map(variable("FLOWGLASS_ALLOW_HOSTS"), (text) =>
  (text ?? "").split(",").flatMap((entry) => (entry.trim() === "" ? [] : [entry.trim()]))
)

/** Whether to show what is behind internal errors: `FLOWGLASS_DEBUG=1`. */
export const debugging = Effect.map(variable("FLOWGLASS_DEBUG"), (text) => text === "1")

/** Where runs are kept: `.flowglass` in the current folder. */
export const homeFolder = Effect.map(variable("FLOWGLASS_HOME"), (text) => text ?? ".flowglass")

/** What the command line reads from the environment to run workflows; fails with `setting_invalid`, or `environment_file_unreadable`. */
export const engineSettings = Effect.all({ models, allow })
