import crypto, { randomBytes, timingSafeEqual } from "node:crypto"
import { CapabilityNotInstalled } from "@flowglass/core/error"
import { Effect } from "effect"

/** How much work an argon2id hash is. */
interface HashWork {
  /** In KiB. */
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
}

interface PasswordHash extends HashWork {
  readonly salt: Uint8Array
  readonly tag: Uint8Array
}

/** What new hashes take: 19 MiB, two passes, one lane; about 25 ms. */
export const hashWork: HashWork = { memory: 19_456, passes: 2, parallelism: 1 }

const tagLength = 32

/** The work of one hash. It cannot be interrupted: a caller who hangs up would else start another one beside it. */
const derive = (password: string, salt: Uint8Array, length: number, work: HashWork): Effect.Effect<Uint8Array> =>
  Effect.uninterruptible(
    Effect.callback<Uint8Array>((resume) => {
      const parameters = { message: password, nonce: salt, tagLength: length, ...work }
      // Not imported by name: a runtime without it could then not even load this file.
      if (typeof crypto.argon2 !== "function") {
        return resume(
          Effect.die(new CapabilityNotInstalled({ message: "Passwords need argon2: run with Node 24.7 or later." }))
        )
      }
      crypto.argon2("argon2id", parameters, (error, tag) =>
        resume(error === null ? Effect.succeed(tag) : Effect.die(error))
      )
    })
  )

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64").replaceAll("=", "")

const write = ({ memory, passes, parallelism, salt, tag }: PasswordHash): string =>
  `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`

const form = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,})\$([A-Za-z0-9+/]{22,})$/

const read = (text: string): PasswordHash | undefined => {
  const [, memory = "", passes = "", parallelism = "", salt = "", tag = ""] = form.exec(text) ?? []
  if (tag === "") return undefined
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, "base64"),
    tag: Buffer.from(tag, "base64")
  }
}

/** A hash that no password has, as much work to check as a real one. */
export const hashOfNobody = (): string => write({ ...hashWork, salt: randomBytes(16), tag: randomBytes(tagLength) })

/** The argon2id hash of a password with a fresh salt, its parameters in the text. */
export const hashPassword = (password: string, work: HashWork = hashWork): Effect.Effect<string> =>
  Effect.suspend(() => {
    const salt = randomBytes(16)
    return Effect.map(derive(password, salt, tagLength, work), (tag) => write({ ...work, salt, tag }))
  })

/** Whether a password has this hash, compared in constant time; undefined when the hash cannot be read. */
export const passwordHasHash = (password: string, hash: string): Effect.Effect<boolean | undefined> => {
  const known = read(hash)
  if (known === undefined) return Effect.undefined
  return Effect.map(derive(password, known.salt, known.tag.length, known), (tag) => timingSafeEqual(tag, known.tag))
}

/** Whether a hash took less work than new ones do. */
export const isWeakHash = (hash: string): boolean => {
  const known = read(hash)
  return known === undefined || known.memory < hashWork.memory || known.passes < hashWork.passes
}
