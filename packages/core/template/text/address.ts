const label = /^[\p{L}\p{N}_%-]+$/u
const shortLabel = /^[\p{L}\p{N}_%-]{2,63}$/u
const topDomain = /^(?:[a-z]{2,63}|xn--[\p{L}\p{N}_%]{2,59})$/iu
const plainTopDomains = new Set(["com", "net", "int", "edu", "gov", "org", "info", "mil"])
const scheme = /^(https?:\/\/|www\.)/i

const isFourNumbers = (labels: ReadonlyArray<string>): boolean =>
  labels.length === 4 && labels.every((part) => /^\d{1,3}$/.test(part))

const isSixGroups = (host: string): boolean => {
  const groups = host.slice(1, -1).split(":")
  return groups.length >= 3 && groups.length <= 9 && groups.every((group) => /^[\da-f]{0,4}$/i.test(group))
}

const isHost = (host: string, start: string): boolean => {
  if (host.startsWith("[")) return start !== "" && start.toLowerCase() !== "www." && isSixGroups(host)
  const labels = host.split(".")
  const last = labels.pop() ?? ""
  if (start === "") {
    return labels.length > 0 && labels.every((part) => shortLabel.test(part)) && plainTopDomains.has(last.toLowerCase())
  }
  if (labels.every((part) => label.test(part)) && topDomain.test(last)) return true
  return start.toLowerCase() !== "www." && isFourNumbers([...labels, last])
}

/** Whether a word is an address of the web: with a scheme, with `www.`, or with one of the oldest top domains. */
export const isWebAddress = (word: string): boolean => {
  const start = scheme.exec(word)?.[0] ?? ""
  const rest = word.slice(start.length)
  const bracket = rest.startsWith("[") ? rest.indexOf("]") + 1 : 0
  const end = rest.slice(bracket).search(/[:/?#]/)
  const hostEnd = end < 0 ? rest.length : bracket + end
  const tail = rest.slice(hostEnd)
  const afterPort = tail.replace(/^:\d{1,5}/, "")
  return (afterPort === "" || /^[/?#]/.test(afterPort)) && isHost(rest.slice(0, hostEnd), start)
}

/** Whether a word is an address of mail. */
export const isMailAddress = (word: string): boolean => {
  const at = word.lastIndexOf("@")
  const domain = word.slice(at + 1)
  const dot = domain.lastIndexOf(".")
  if (at < 1 || dot < 1) return false
  const isWord = (text: string): boolean => /^[\p{L}\p{N}_]+$/u.test(text)
  return isWord(domain.slice(dot + 1)) && isWord(domain.charAt(0)) && /^[\p{L}\p{N}_.-]+$/u.test(domain)
}
