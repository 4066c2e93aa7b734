/** Whether JSON text nests objects and arrays deeper than allowed. The text is read once, whatever is in it. */
export const isDeeperThan = (json: string, most: number): boolean => {
  let depth = 0
  let inText = false
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at)
    if (inText) {
      if (code === 0x5c) at++
      else if (code === 0x22) inText = false
    } else if (code === 0x22) inText = true
    else if (code === 0x7b || code === 0x5b) {
      depth++
      if (depth > most) return true
    } else if (code === 0x7d || code === 0x5d) depth--
  }
  return false
}
