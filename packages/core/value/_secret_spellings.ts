/** A way in which a secret stands in a text. */
export interface SecretSpelling {
  readonly text: string
  /** Characters before and after it that tell a part of the secret's first and last byte. */
  readonly before: 0 | 1
  readonly after: 0 | 1
}

/** Shorter secrets are masked only where they are the whole text: `no` must not turn every "know" into asterisks. */
export const shortestPart = 4

/** In bytes. The Base64 of shorter secrets has fewer than 8 characters of its own, as many an unrelated text has. */
const shortestInBase64 = 7

const plain = (text: string): SecretSpelling => ({ text, before: 0, after: 0 })

/** As path and query of a URL spell it when they are built whole: they escape less than a component. */
const insideUrl = (secret: string): ReadonlyArray<string> => {
  const url = new URL("http://host/")
  url.pathname = `/${secret}`
  url.search = `?${secret}`
  return [url.pathname.slice(1), url.search.slice(1)]
}

/** As RFC 3986 has it: `encodeURIComponent` leaves some characters as they are that others escape. */
const fullyEscaped = (secret: string): string =>
  encodeURIComponent(secret).replaceAll(
    /[!'()*~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  )

const urlSpellings = (secret: string): ReadonlyArray<string> => {
  const upper = [
    encodeURIComponent(secret),
    encodeURIComponent(secret).replaceAll("%20", "+"),
    new URLSearchParams([["", secret]]).toString().slice(1),
    fullyEscaped(secret),
    ...insideUrl(secret)
  ]
  return [...upper, ...upper.map((text) => text.replaceAll(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase()))]
}

/**
 * Inside the Base64 of a longer text (`user:` and the secret in a Basic header): what no byte around it decides, for
 * each of the three places where it can begin in a group of three bytes.
 */
const base64Spellings = (secret: string): ReadonlyArray<SecretSpelling> =>
  ([0, 1, 2] as const).flatMap((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)])
    const first = Math.ceil((offset * 8) / 6)
    const last = Math.floor((bytes.length * 8) / 6)
    return (["base64", "base64url"] as const).map(
      (alphabet): SecretSpelling => ({
        text: bytes.toString(alphabet).slice(first, last),
        before: offset === 0 ? 0 : 1,
        after: bytes.length % 3 === 0 ? 0 : 1
      })
    )
  })

/** All ways in which a secret is looked for, escapes of JSON and Python aside, which are read before. */
export const secretSpellings = (secret: string): ReadonlyArray<SecretSpelling> => {
  const wellFormed = secret.toWellFormed()
  return [
    ...[secret, ...urlSpellings(wellFormed)].filter((text) => text.length >= shortestPart).map(plain),
    ...(Buffer.byteLength(wellFormed) < shortestInBase64 ? [] : base64Spellings(wellFormed))
  ]
}
