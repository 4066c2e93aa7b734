import { readFileSync } from "node:fs"
import { describe, expect, it } from "@effect/vitest"
import { knownProviders } from "@flowglass/core"
import { ConfigProvider, Effect, Redacted } from "effect"
import { signInOptions } from "./administration/sign_in_options.ts"
import { serverSettingTable } from "./server_setting_table.ts"
import { databaseUrl, durability, publishedRuns, retentionDays, serverSettings } from "./server_settings.ts"
import { settingTable, variablePrefix } from "./setting_table.ts"
import { debugging, engineSettings, homeFolder, modelVariable } from "./settings.ts"

const within = (variables: { readonly [name: string]: string }) =>
  Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromEnvRecord(variables))

describe("settings of the environment", () => {
  it.effect("are empty in an empty environment, but for a server of this machine that needs no key", () =>
    Effect.gen(function* () {
      expect(yield* engineSettings.pipe(within({}))).toEqual({ models: { ollama: {} }, allow: [] })
      expect(yield* homeFolder.pipe(within({}))).toBe(".flowglass")
    })
  )

  it.effect("read keys and addresses of known providers", () =>
    Effect.gen(function* () {
      const { models } = yield* engineSettings.pipe(
        within({ OPENAI_API_KEY: "sk-1", OPENAI_BASE_URL: "http://127.0.0.1:1/v1", DEEPSEEK_API_KEY: "sk-2" })
      )
      const { openai, deepseek } = models
      expect(openai?.baseUrl).toBe("http://127.0.0.1:1/v1")
      expect(openai?.apiKey === undefined ? "" : Redacted.value(openai.apiKey)).toBe("sk-1")
      expect(deepseek).not.toHaveProperty("baseUrl")
    })
  )

  it.effect("give a key to no other server than its own", () =>
    Effect.gen(function* () {
      const { models } = yield* engineSettings.pipe(within({ OPENAI_API_KEY: "sk-1", FLOWGLASS_MODEL_API_KEY: "sk-2" }))
      expect(Object.keys(models)).toEqual(["openai", "ollama"])
      const others = yield* engineSettings.pipe(within({ FLOWGLASS_MODEL_BASE_URL: "https://models.example/v1" }))
      expect(others.models["*"]).toEqual({ baseUrl: "https://models.example/v1" })
    })
  )

  it.effect("take an empty variable for none", () =>
    Effect.gen(function* () {
      const { models } = yield* engineSettings.pipe(within({ OPENAI_API_KEY: " ", OPENAI_BASE_URL: "" }))
      expect(Object.keys(models)).toEqual(["ollama"])
    })
  )

  it.effect("never show a key", () =>
    Effect.gen(function* () {
      const { models } = yield* engineSettings.pipe(within({ OPENAI_API_KEY: "sk-secret" }))
      expect(JSON.stringify(models)).not.toContain("sk-secret")
      expect(String(models["openai"]?.apiKey)).not.toContain("sk-secret")
    })
  )

  it.effect.each(["localhost:11434/v1", "file:///etc/passwd", "nonsense", "ftp://x"])(
    "name the variable whose address is %s",
    (address) =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(engineSettings.pipe(within({ GROQ_BASE_URL: address })))
        expect(error).toMatchObject({ code: "setting_invalid" })
        expect(error.message).toContain("GROQ_BASE_URL")
      })
  )

  const secretive = [
    "http://user:pass-word@models.example/v1",
    "https://pass-word@models.example/v1",
    "htp://user:pass-word@models.example",
    "user:pass-word@models.example",
    "http://user:pass@word:pass-word@models.example"
  ]
  it.effect.each(secretive)("refuse a password in an address, and do not repeat it: %s", (address) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(engineSettings.pipe(within({ OPENAI_BASE_URL: address })))
      expect(error).toMatchObject({ code: "setting_invalid" })
      expect(error.message).toContain("OPENAI_BASE_URL")
      expect(error.message).toContain("models.example")
      expect(error.message).not.toMatch(/pass-|-word|user:/)
    })
  )

  it.effect("take a domain for cookies, and nothing that would write more into them", () =>
    Effect.gen(function* () {
      const domainOf = (text: string) =>
        Effect.map(
          serverSettings(Effect.succeed(Redacted.make("k".repeat(32))), false).pipe(within({ COOKIE_DOMAIN: text })),
          ({ cookieDomain }) => cookieDomain
        )
      for (const text of ["example.test", ".example.test", " example.test "]) {
        expect(yield* domainOf(text)).toBe("example.test")
      }
      expect(yield* domainOf("a_b.localhost")).toBe("a_b.localhost")
      expect(yield* domainOf(" . ")).toBe(undefined)
      for (const text of [
        "a;b",
        "a.test; Path=/x",
        "a..test",
        "https://a.test",
        "a.test:80",
        "a.test\r\nb",
        "*.a.test"
      ]) {
        const error = yield* Effect.flip(domainOf(text))
        expect(error).toMatchObject({ code: "setting_invalid", message: expect.stringContaining("COOKIE_DOMAIN is ") })
      }
    })
  )

  it.effect("are all told by the table that README.md and .env.example are written from", () =>
    Effect.gen(function* () {
      const read = new Set<string>()
      const kept = Effect.succeed(Redacted.make("k".repeat(32)))
      const server = Effect.all([serverSettings(kept, false), databaseUrl, publishedRuns, durability, retentionDays])
      const signIn = Effect.flip(signInOptions({ server: "http://127.0.0.1", passwordFile: undefined }))
      const recording = ConfigProvider.make((path) =>
        Effect.sync(() => {
          read.add(path.join("_"))
          return undefined
        })
      )
      const everything = Effect.all([engineSettings, homeFolder, debugging, signIn, server])
      yield* Effect.provideService(everything, ConfigProvider.ConfigProvider, recording)
      expect(read.size).toBeGreaterThan(25)
      const known = new Set([...settingTable, ...serverSettingTable].map(({ name }) => name))
      const provider = new RegExp(`^(${[...knownProviders.keys()].map(variablePrefix).join("|")})_`)
      const unlisted = [...read].filter((name) => !known.has(name) && !known.has(name.replace(provider, "PROVIDER_")))
      expect(unlisted).toEqual([])
      // The password is read once somebody is named who has it.
      const unread = serverSettingTable.filter(({ name }) => !read.has(name)).map(({ name }) => name)
      expect(unread).toEqual(["FLOWGLASS_PASSWORD"])
      expect(readFileSync(new URL("../../.env.example", import.meta.url), "utf8")).toContain(
        "\n#FLOWGLASS_ALLOW_HOSTS="
      )
    })
  )

  it.effect("split the list of allowed hosts", () =>
    Effect.gen(function* () {
      const { allow } = yield* engineSettings.pipe(
        within({ FLOWGLASS_ALLOW_HOSTS: " 10.0.0.0/8, api.internal:8080 ,," })
      )
      expect(allow).toEqual(["10.0.0.0/8", "api.internal:8080"])
    })
  )

  it("name the variable that a provider needs", () => {
    expect(modelVariable("langgenius/openai/openai")).toBe("OPENAI_API_KEY")
    expect(modelVariable("acme/very-own/very-own")).toBe("FLOWGLASS_MODEL_BASE_URL")
  })
})
