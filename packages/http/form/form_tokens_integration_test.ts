import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import { defaultServerSettings, ServerConfig } from "../serve/server_config.ts"
import { asking } from "../stream/_test_workflows.ts"
import { makeAsking } from "./_test_asking.ts"
import { FormTokens } from "./form_tokens.ts"

/** The tokens of a server with this key. */
const tokensOf = (key: string) => {
  const config = Layer.succeed(ServerConfig, { ...defaultServerSettings, secretKey: Redacted.make(key) })
  return Effect.provide(Effect.service(FormTokens), FormTokens.layer.pipe(Layer.provide(config)))
}

describe("the token of a form", () => {
  it.live("hostile: foreign, guessed, changed and console tokens are as unknown as none", () =>
    Effect.gen(function* () {
      const { paused, ask, as, publish, workspace, tenant } = yield* makeAsking()
      const { token, runId } = yield* paused
      const bytes = Buffer.from(token, "base64url")
      const changed = [0, 20, 40, 63].map((index) => {
        const copy = Buffer.from(bytes)
        copy.writeUInt8(copy.readUInt8(index) ^ 1, index)
        return copy.toString("base64url")
      })
      const tokens = yield* tokensOf("a secret of the tests, long enough for HS256")
      expect((yield* tokensOf("another secret of the tests, as long")).read("service", token)).toBeUndefined()
      const named = tokens.read("service", token)
      expect(named?.runId).toBe(runId)
      const ofConsole = tokens.make("console", named ?? { runId, formId: runId })
      const ofNobody = tokens.make("service", { runId, formId: runId })
      const wrong = [...changed, ofConsole, ofNobody, `${token}=`, `${token}A`, "x", "__proto__", "..%2f", "%00"]
      for (const one of wrong) {
        const body = { action: "yes", inputs: { note: "" }, user: "ada" }
        expect((yield* ask(`/form/human_input/${one}`)).json).toMatchObject({ code: "not_found" })
        expect((yield* ask(`/form/human_input/${one}`, body)).json).toMatchObject({
          code: "not_found",
          message: "Form not found"
        })
      }
      const sibling = yield* publish(tenant.id, asking())
      const foreign = yield* publish((yield* workspace("two")).id, asking())
      for (const key of [sibling.token, foreign.token]) {
        expect((yield* as(key)(`/form/human_input/${token}`)).json).toMatchObject({ code: "not_found" })
      }
      expect((yield* ask(`/form/human_input/${token}`)).status).toBe(200)
    }).pipe(Effect.scoped)
  )
})
