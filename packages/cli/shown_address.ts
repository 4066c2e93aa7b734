/** An address as messages may show it: what stands before an @ may be a password. */
export const shownAddress = (text: string): string => {
  const at = text.lastIndexOf("@")
  if (at < 0) return text
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0] ?? ""
  return `${scheme}***@${text.slice(at + 1)}`
}
