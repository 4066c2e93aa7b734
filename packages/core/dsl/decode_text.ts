import { Result } from "effect"

/** The encodings that a byte order mark gives away; without one a file is UTF-8. */
const encodingOf = (bytes: Uint8Array): string => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le"
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8"
}

/**
 * The text of a file: UTF-8, or UTF-16 with its mark, as PyYAML reads it. The failure is half a sentence.
 *
 * @example
 * ```ts
 * import { Result } from "effect"
 * import { decodeText } from "@flowglass/core"
 *
 * decodeText(new TextEncoder().encode("app:")) // => Result.succeed("app:")
 * decodeText(new Uint8Array([0x80])) // => Result.fail("its bytes are no text in UTF-8")
 * ```
 */
export const decodeText = (bytes: Uint8Array): Result.Result<string, string> => {
  const encoding = encodingOf(bytes)
  return Result.try({
    try: () => new TextDecoder(encoding, { fatal: true }).decode(bytes),
    catch: () => `its bytes are no text in ${encoding.toUpperCase()}`
  })
}
