import { Redacted, Result } from "effect"
import type { ModelNotConfigured } from "../error/model_errors.ts"
import { notConfigured } from "./_not_configured.ts"
import { knownProviders } from "./known_providers.ts"
import type { ModelPrice } from "./model_price.ts"
import type { ModelServer, ModelsConfig } from "./models_config.ts"
import { providerName } from "./provider_name.ts"

/** Where one model is asked. */
export interface ChosenServer {
  readonly provider: string
  /** The model's name in the file. */
  readonly name: string
  /** The model's name on the server. */
  readonly serverModel: string
  /** The address of chat completions. */
  readonly url: string
  readonly apiKey: Redacted.Redacted<string> | undefined
  readonly timeout: number
  readonly price: ModelPrice | undefined
}

/** Dify's PLUGIN_DAEMON_TIMEOUT. */
const defaultTimeout = 600_000

const own = <Entry>(entries: { readonly [name: string]: Entry }, name: string): Entry | undefined =>
  Object.hasOwn(entries, name) ? entries[name] : undefined

const completionsUrl = (baseUrl: string): string | undefined => {
  const url = URL.parse(baseUrl)
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) return undefined
  if (url.username !== "" || url.password !== "") return undefined
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/chat/completions`
  return url.href
}

/** The server that a model is asked at, or what has to be configured first. */
export const chosenServer = (
  config: ModelsConfig,
  provider: string,
  name: string
): Result.Result<ChosenServer, ModelNotConfigured> => {
  const refuse = (why: string) => Result.fail(notConfigured(provider, name, why))
  const short = providerName(provider)
  const named: ModelServer | undefined = own(config, provider) ?? own(config, short)
  const entry = named ?? own(config, "*")
  if (entry === undefined) return refuse("the provider is not configured")
  const known = named === undefined ? undefined : knownProviders.get(short)
  const baseUrl = entry.baseUrl ?? known?.baseUrl
  if (baseUrl === undefined) return refuse("its configuration has no baseUrl")
  const url = completionsUrl(baseUrl)
  if (url === undefined) return refuse("its baseUrl is no http or https address without user name and password")
  const key = entry.apiKey
  const apiKey = key === undefined || Redacted.value(key).trim() === "" ? undefined : key
  if (apiKey === undefined && entry.baseUrl === undefined && known?.keyless !== true) {
    return refuse("its configuration has no apiKey")
  }
  const serverModel = own(entry.models ?? {}, name) ?? name
  const price = own(entry.prices ?? {}, name)
  return Result.succeed({ provider, name, serverModel, url, apiKey, timeout: entry.timeout ?? defaultTimeout, price })
}
