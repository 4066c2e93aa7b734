import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto"
import { Context, Layer, Predicate, Redacted, Result } from "effect"
import { StoredValueUnreadable } from "../../error/store_errors.ts"

const prefix = "sealed:1:"
const nonceLength = 12
const tagLength = 16

/** AES-256 in Galois/Counter mode: nobody without the key reads a value, or changes it unnoticed. */
const seal = (key: Buffer, text: string, purpose: string): string => {
  const nonce = randomBytes(nonceLength)
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(purpose))
  const hidden = Buffer.concat([cipher.update(text, "utf8"), cipher.final()])
  return prefix + Buffer.concat([nonce, cipher.getAuthTag(), hidden]).toString("base64url")
}

const open = (key: Buffer, sealed: string, purpose: string): string => {
  const bytes = Buffer.from(sealed.slice(prefix.length), "base64url")
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceLength), { authTagLength: tagLength })
  decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength))
  return Buffer.concat([decipher.update(bytes.subarray(nonceLength + tagLength)), decipher.final()]).toString("utf8")
}

/** Whether a value cannot be read because of the key: with the right one it can. */
export const isSealedElsewhere = ({ params }: StoredValueUnreadable): boolean => Predicate.hasProperty(params, "sealed")

/**
 * Seals secret values before they are stored, and opens them again. What was sealed says which version of the form it
 * has; the same value is sealed differently each time.
 *
 * @example
 * ```ts
 * import { Sealer } from "@flowglass/core/store/sql"
 * import { Effect, Redacted, Result } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   const sealer = yield* Sealer
 *   const sealed = sealer.seal("sk-1234", "example")
 *   return [sealed.startsWith("sealed:1:"), Result.getOrThrow(sealer.open(sealed, "example"))]
 * })
 * const layer = Sealer.layer(Redacted.make("a secret key"))
 * await Effect.runPromise(Effect.provide(program, layer)) // => [true, "sk-1234"]
 * ```
 */
export class Sealer extends Context.Service<
  Sealer,
  {
    /** `purpose` says where the value belongs: it opens only for the same one. */
    readonly seal: (text: string, purpose: string) => string
    /** Fails with `stored_value_unreadable` for another key or purpose, and for what was changed. */
    readonly open: (sealed: string, purpose: string) => Result.Result<string, StoredValueUnreadable>
  }
>()("@flowglass/core/store/sql/Sealer") {
  /** The key is derived from SECRET_KEY, which is used for other things as well. */
  static layer(secretKey: Redacted.Redacted): Layer.Layer<Sealer> {
    return Layer.sync(Sealer, () => {
      const key = Buffer.from(hkdfSync("sha256", Redacted.value(secretKey), "flowglass", "values at rest, 1", 32))
      return Sealer.of({
        seal: (text, purpose) => seal(key, text, purpose),
        open: (sealed, purpose) =>
          Result.try({
            try: () => open(key, sealed, purpose),
            catch: () =>
              new StoredValueUnreadable({
                message: `A stored secret (${purpose}) was sealed with another SECRET_KEY.`,
                params: { sealed: purpose }
              })
          })
      })
    })
  }
}
