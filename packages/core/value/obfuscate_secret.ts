/**
 * A secret as it may be shown (Dify's rule): up to 8 characters as 20 asterisks, longer ones as their first 6, 12
 * asterisks and their last 2. Characters are code points.
 *
 * @example
 * ```ts
 * import { obfuscateSecret } from "@flowglass/core"
 *
 * obfuscateSecret("sk-1234567890abcdef") // => "sk-123************ef"
 * obfuscateSecret("short") // => "********************"
 * ```
 */
export const obfuscateSecret = (secret: string): string => {
  if (secret === "") return ""
  const characters = Array.from(secret)
  if (characters.length <= 8) return "*".repeat(20)
  return `${characters.slice(0, 6).join("")}${"*".repeat(12)}${characters.slice(-2).join("")}`
}
