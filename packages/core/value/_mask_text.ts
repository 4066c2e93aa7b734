import { type SecretSpelling, secretSpellings, shortestPart } from "./_secret_spellings.ts"
import { UnescapedText } from "./_unescaped_text.ts"
import { obfuscateSecret } from "./obfuscate_secret.ts"

/** JSON inside JSON inside JSON is read; what is escaped more often than that is not. */
const deepestEscape = 3

/** Where a secret stands in a text, and what is shown instead. */
interface Hit {
  readonly start: number
  readonly end: number
  readonly shown: string
}

interface Part extends SecretSpelling {
  readonly shown: string
}

const partsOf = (secrets: ReadonlyArray<string>): ReadonlyArray<Part> => {
  const parts = new Map<string, Part>()
  for (const secret of secrets) {
    if (Array.from(secret).length < shortestPart) continue
    const shown = obfuscateSecret(secret)
    for (const spelling of secretSpellings(secret)) {
      // One that is spelled without the characters around it comes first, and says more.
      if (!parts.has(spelling.text)) parts.set(spelling.text, { ...spelling, shown })
    }
  }
  return [...parts.values()]
}

const find = (text: string, parts: ReadonlyArray<Part>, sourceOf: (position: number) => number, hits: Array<Hit>) => {
  for (const { text: part, before, after, shown } of parts) {
    for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) {
      const start = Math.max(0, at - before)
      const end = Math.min(text.length, at + part.length + after)
      hits.push({ start: sourceOf(start), end: sourceOf(end), shown })
    }
  }
}

const replace = (text: string, hits: Array<Hit>): string => {
  // The longer of two at one place first: a secret that contains another one is masked as a whole.
  hits.sort((left, right) => left.start - right.start || right.end - left.end)
  const pieces: Array<string> = []
  let end = 0
  for (const hit of hits) {
    if (hit.start >= end) pieces.push(text.slice(end, hit.start), hit.shown)
    end = Math.max(end, hit.end)
  }
  pieces.push(text.slice(end))
  return pieces.join("")
}

/** A function that masks secrets in a text, in linear time. */
export const makeMaskText = (secrets: ReadonlyArray<string>): ((text: string) => string) => {
  const whole = new Map(secrets.map((secret) => [secret, obfuscateSecret(secret)]))
  const parts = partsOf(secrets)
  // Nobody escapes letters and digits.
  const canBeEscaped = parts.some(({ text }) => /[^\w.~-]/.test(text))
  return (text) => {
    const masked = whole.get(text)
    if (masked !== undefined) return masked
    const hits: Array<Hit> = []
    find(text, parts, (position) => position, hits)
    let sourceOf = (position: number): number => position
    let read = canBeEscaped ? UnescapedText.of(text) : undefined
    for (let depth = 0; read !== undefined && depth < deepestEscape; depth++) {
      const layer = read
      const outer = sourceOf
      sourceOf = (position) => outer(layer.sourceOf(position))
      find(layer.text, parts, sourceOf, hits)
      read = UnescapedText.of(layer.text)
    }
    return hits.length === 0 ? text : replace(text, hits)
  }
}
