/** How deep JSON may nest objects and arrays, and how many members all its objects may have together. */
export interface JsonBounds {
  readonly jsonDepth: number
  readonly jsonMembers: number
}

/**
 * What is wrong with the shape of JSON text, as a sentence goes on after "The JSON of the body"; undefined when nothing
 * is. The text is read once, whatever is in it, and not to its end when a bound is passed.
 */
export const beyondBounds = (json: string, { jsonDepth, jsonMembers }: JsonBounds): string | undefined => {
  let depth = 0
  let members = 0
  let inText = false
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at)
    if (inText) {
      if (code === 0x5c) at++
      else if (code === 0x22) inText = false
    } else if (code === 0x22) inText = true
    else if (code === 0x3a) {
      members++
      if (members > jsonMembers) return `has more than ${jsonMembers} members.`
    } else if (code === 0x7b || code === 0x5b) {
      depth++
      if (depth > jsonDepth) return `is nested deeper than ${jsonDepth} levels.`
    } else if (code === 0x7d || code === 0x5d) depth--
  }
  return undefined
}
