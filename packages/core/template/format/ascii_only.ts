const escapePoint = (point: string): string => {
  const code = point.codePointAt(0) ?? 0
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, "0")}`
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, "0")}` : `\\U${code.toString(16).padStart(8, "0")}`
}

/** Everything beyond ASCII as an escape: what Python's `ascii` adds to `repr`. */
export const asciiOnly = (text: string): string => text.replace(/[^\p{ASCII}]/gu, escapePoint)
