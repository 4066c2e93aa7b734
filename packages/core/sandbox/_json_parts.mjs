const quote = 34
const backslash = 92
const separators = new Set([...",:[{"].map((character) => character.charCodeAt(0)))

/**
 * Whether JSON text has more than `most` values and names. Reading costs about a microsecond for each of them, and it
 * happens on the host's event loop; long strings cost next to nothing.
 */
export const hasMoreParts = (text, most) => {
  let parts = 1
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === quote) {
      for (index++; index < text.length && text.charCodeAt(index) !== quote; index++) {
        if (text.charCodeAt(index) === backslash) index++
      }
    } else if (separators.has(code) && ++parts > most) return true
  }
  return false
}
