import { createHash, randomBytes } from "node:crypto"
import { Effect } from "effect"

/** A fresh refresh token: 64 random bytes as 128 hexadecimal digits. */
export const newRefreshToken: Effect.Effect<string> = Effect.sync(() => randomBytes(64).toString("hex"))

/** What is stored of a refresh token: its SHA-256. */
export const refreshTokenHash = (token: string): string => createHash("sha256").update(token).digest("hex")
