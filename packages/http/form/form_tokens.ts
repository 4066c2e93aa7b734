import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto"
import { Context, Effect, Layer, Redacted } from "effect"
import { ServerConfig } from "../serve/server_config.ts"

/** Where a form is answered: through the key of an app, or by somebody who is signed in. */
export type FormSurface = "service" | "console"

/** The form that a token is for. */
export interface NamedForm {
  readonly runId: string
  readonly formId: string
}

const idLength = 16
const macLength = 32

const bytesOf = (id: string): Buffer => Buffer.from(id.replaceAll("-", ""), "hex")

const uuidOf = (bytes: Buffer): string =>
  bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")

/**
 * The tokens that forms are answered with. A token names its run and form, and carries a code of 256 bits that only the
 * holder of SECRET_KEY can make: it is stored nowhere, cannot be guessed, and is none on another surface.
 */
export class FormTokens extends Context.Service<
  FormTokens,
  {
    readonly make: (surface: FormSurface, form: NamedForm) => string
    /** The form that a token is for; undefined for whatever is no token of this surface and server. */
    readonly read: (surface: FormSurface, token: string) => NamedForm | undefined
  }
>()("@flowglass/http/form/FormTokens") {
  static readonly layer: Layer.Layer<FormTokens, never, ServerConfig> = Layer.effect(
    FormTokens,
    Effect.map(ServerConfig, ({ secretKey }) => {
      const key = Buffer.from(hkdfSync("sha256", Redacted.value(secretKey), "flowglass", "human input forms, 1", 32))
      const macOf = (surface: FormSurface, ids: Buffer): Buffer =>
        createHmac("sha256", key).update(`${surface}\n`).update(ids).digest()
      return FormTokens.of({
        make: (surface, { runId, formId }) => {
          const ids = Buffer.concat([bytesOf(runId), bytesOf(formId)])
          return Buffer.concat([ids, macOf(surface, ids)]).toString("base64url")
        },
        read: (surface, token) => {
          const bytes = Buffer.from(token, "base64url")
          // Other spellings of the same bytes are no tokens.
          if (bytes.length !== 2 * idLength + macLength || bytes.toString("base64url") !== token) return undefined
          const ids = bytes.subarray(0, 2 * idLength)
          if (!timingSafeEqual(bytes.subarray(2 * idLength), macOf(surface, ids))) return undefined
          return { runId: uuidOf(ids.subarray(0, idLength)), formId: uuidOf(ids.subarray(idLength)) }
        }
      })
    })
  )
}
