import { randomBytes } from "node:crypto"
import { defaultServerSettings, type ServerSettings } from "@flowglass/http"
import { Effect, Redacted, Result } from "effect"
import type { EnvironmentFileError } from "./environment_file.ts"
import { SettingInvalid } from "./error/usage_errors.ts"
import { address, secret, variable } from "./settings.ts"
import { shownAddress } from "./shown_address.ts"

/** A number of something, or what holds when the variable is unset. */
const amount = Effect.fnUntraced(function* (name: string, unit: string, otherwise: number, least: number) {
  const text = yield* variable(name)
  if (text === undefined) return otherwise
  const number = Number(text)
  if (/^\d+(\.\d+)?$/.test(text) && number >= least) return number
  const message = `${name} is ${JSON.stringify(text)}, not a number of ${unit} (at least ${least}).`
  return yield* new SettingInvalid({ message })
})

/** A number of things that cannot be divided. */
const whole = Effect.fnUntraced(function* (name: string, unit: string, otherwise: number) {
  const number = yield* amount(name, unit, otherwise, 0)
  if (Number.isInteger(number)) return number
  return yield* new SettingInvalid({ message: `${name} is ${number}, not a whole number of ${unit}.` })
})

const origins = Effect.fnUntraced(function* (name: string, otherwise: string | undefined) {
  const entries = ((yield* variable(name)) ?? otherwise ?? "").split(",").map((entry) => entry.trim())
  const wrong = entries.find((entry) => entry !== "" && URL.parse(entry) === null)
  if (wrong === undefined) return entries.filter((entry) => entry !== "").map((entry) => new URL(entry).origin)
  const hint = wrong === "*" ? " Every origin needs its name, because browsers send cookies along." : ""
  return yield* new SettingInvalid({
    message: `${name} has ${JSON.stringify(shownAddress(wrong))}, which is no origin.${hint}`
  })
})

/** The shortest key that signs: what is shorter can be guessed. */
export const shortestKey = 32

/**
 * The key that signs and seals: `SECRET_KEY`, else `kept`, the key of an installation that was given none. A shared
 * database needs one that is set.
 */
export const secretKey = Effect.fnUntraced(function* <E, R>(
  kept: Effect.Effect<Redacted.Redacted, E, R>,
  isShared: boolean
) {
  const given = yield* secret("SECRET_KEY")
  if (given === undefined) {
    if (!isShared) return yield* kept
    const message =
      "SECRET_KEY is not set, and a database that others can reach needs one. `npx flowglass setup` writes it."
    return yield* new SettingInvalid({ message })
  }
  if (Redacted.value(given).length >= shortestKey) return given
  const message = `SECRET_KEY has fewer than ${shortestKey} characters. \`npx flowglass setup\` writes a good one to .env.`
  return yield* new SettingInvalid({ message })
})

/** The longest password that the page of the set-up can send. */
const longestInitPassword = 30

/** What has to be known to set the installation up: `INIT_PASSWORD`; undefined where anybody may. */
const initPassword = Effect.gen(function* () {
  const given = yield* secret("INIT_PASSWORD")
  if (given === undefined || Redacted.value(given).length <= longestInitPassword) return given
  const message = `INIT_PASSWORD has more than ${longestInitPassword} characters.`
  return yield* new SettingInvalid({ message })
})

/** The domain whose hosts share a sign-in: `COOKIE_DOMAIN`; undefined for one host alone. */
const cookieDomain = Effect.gen(function* () {
  const domain = ((yield* variable("COOKIE_DOMAIN")) ?? "").trim().replace(/^\./, "")
  if (domain === "") return undefined
  if (/^[\w-]+(\.[\w-]+)*$/.test(domain)) return domain
  return yield* new SettingInvalid({
    message: `COOKIE_DOMAIN is ${JSON.stringify(shownAddress(domain))}, not the name of a domain, such as example.com.`
  })
})

/** A key for those who have none yet. */
export const newSecretKey = Effect.sync(() => Redacted.make(randomBytes(42).toString("base64url")))

/**
 * What the server reads from the environment, under Dify's names. `keptKey` is the key of an installation that was
 * given none; a shared database needs one that is set. Fails with `setting_invalid`, which names the variable.
 */
export const serverSettings = Effect.fnUntraced(function* <E, R>(
  keptKey: Effect.Effect<Redacted.Redacted, E, R>,
  isShared: boolean
): Effect.fn.Return<ServerSettings, EnvironmentFileError | E, R> {
  const consoleWebUrl = yield* address("CONSOLE_WEB_URL")
  return {
    ...defaultServerSettings,
    initPassword: yield* initPassword,
    cookieDomain: yield* cookieDomain,
    consoleWebUrl,
    consoleApiUrl: yield* address("CONSOLE_API_URL"),
    serviceApiUrl: yield* address("SERVICE_API_URL"),
    consoleOrigins: yield* origins("CONSOLE_CORS_ALLOW_ORIGINS", consoleWebUrl),
    accessTokenLifetime: 60 * (yield* amount("ACCESS_TOKEN_EXPIRE_MINUTES", "minutes", 60, 1)),
    refreshTokenLifetime: 86_400 * (yield* amount("REFRESH_TOKEN_EXPIRE_DAYS", "days", 30, 0.001)),
    loginLockout: yield* amount("LOGIN_LOCKOUT_DURATION", "seconds", 86_400, 1),
    trustedProxies: yield* whole("TRUSTED_PROXIES", "proxies", 0),
    signInsPerMinute: yield* amount("SIGN_INS_PER_MINUTE", "attempts", 120, 1),
    bodyLimit: 1024 * 1024 * (yield* amount("HTTP_BODY_LIMIT", "megabytes", 15, 0.001)),
    // The last, because it may be made: nothing is written for settings that are wrong.
    secretKey: yield* secretKey(keptKey, isShared)
  }
})

/** What of a run is on disk before it goes on: `FLOWGLASS_DURABILITY`, `effects` unless it says otherwise. */
export const durability = Effect.gen(function* () {
  const text = (yield* variable("FLOWGLASS_DURABILITY")) ?? "effects"
  if (text === "strict" || text === "effects" || text === "end") return text
  const message = `FLOWGLASS_DURABILITY is ${JSON.stringify(text)}; it can be strict, effects or end.`
  return yield* new SettingInvalid({ message })
})

/** After how many days ended runs are removed: `WORKFLOW_LOG_RETENTION_DAYS`; undefined for never. */
export const retentionDays = Effect.gen(function* () {
  if ((yield* variable("WORKFLOW_LOG_RETENTION_DAYS")) === undefined) return undefined
  return yield* amount("WORKFLOW_LOG_RETENTION_DAYS", "days", 0, 0.001)
})

/** Whether the Inspector shows published runs: `INSPECTOR_PUBLISHED_RUNS`, `on` unless it says `off`. */
export const publishedRuns = Effect.gen(function* () {
  const text = (yield* variable("INSPECTOR_PUBLISHED_RUNS")) ?? "on"
  if (text === "on" || text === "off") return text
  const message = `INSPECTOR_PUBLISHED_RUNS is ${JSON.stringify(text)}; it can be on or off.`
  return yield* new SettingInvalid({ message })
})

/** Whether every part of an address says what it stands for: `%` begins the code of a letter. */
const isReadable = ({ username, password, pathname }: URL): boolean =>
  [username, password, pathname].every((part) => Result.isSuccess(Result.try(() => decodeURIComponent(part))))

/** The database: `DATABASE_URL` for PostgreSQL, none for the data folder. What is wrong with it is told without it. */
export const databaseUrl = Effect.gen(function* () {
  const text = yield* secret("DATABASE_URL")
  if (text === undefined) return undefined
  const url = URL.parse(Redacted.value(text))
  if (url?.protocol !== "postgres:" && url?.protocol !== "postgresql:") {
    return yield* new SettingInvalid({ message: "DATABASE_URL is not the address of a PostgreSQL database." })
  }
  if (isReadable(url)) return text
  return yield* new SettingInvalid({
    message: "DATABASE_URL has a % that begins no code of a letter: a % in a name or a password is written %25."
  })
})
