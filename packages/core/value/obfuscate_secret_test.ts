import { describe, expect, it } from "@effect/vitest"
import { obfuscateSecret } from "./obfuscate_secret.ts"

describe("obfuscateSecret", () => {
  it.each([
    ["", ""],
    ["a", "*".repeat(20)],
    ["12345678", "*".repeat(20)],
    ["123456789", `123456${"*".repeat(12)}89`],
    ["sk-1234567890abcde", `sk-123${"*".repeat(12)}de`]
  ])("%j", (secret, shown) => {
    expect(obfuscateSecret(secret)).toBe(shown)
  })

  it("counts code points and never splits one", () => {
    expect(obfuscateSecret("😀😀😀😀")).toBe("*".repeat(20))
    expect(obfuscateSecret("😀23456789")).toBe(`😀23456${"*".repeat(12)}89`)
  })
})
