/** How deep JSON may nest objects and arrays, and of how many parts it may be. */
export interface JsonBounds {
  readonly jsonDepth: number
  /** Members of all objects, and all objects and arrays. */
  readonly jsonParts: number
}

/**
 * What is wrong with the shape of JSON text, as a sentence goes on after "The JSON of the body"; undefined when nothing
 * is. The text is read once, whatever is in it, and not to its end when a bound is passed.
 */
export const beyondBounds = (json: string, { jsonDepth, jsonParts }: JsonBounds): string | undefined => {
  let depth = 0
  let parts = 0
  let inText = false
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at)
    if (inText) {
      if (code === 0x5c) at++
      else if (code === 0x22) inText = false
    } else if (code === 0x22) inText = true
    else if (code === 0x7d || code === 0x5d) depth--
    else if (code === 0x3a || code === 0x7b || code === 0x5b) {
      if (code !== 0x3a && ++depth > jsonDepth) return `is nested deeper than ${jsonDepth} levels.`
      if (++parts > jsonParts) return `has more than ${jsonParts} members, objects and arrays.`
    }
  }
  return undefined
}
