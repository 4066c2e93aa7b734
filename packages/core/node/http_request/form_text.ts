import type { HeaderPairs } from "../../net/outbound_request.ts"

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`

// Python's quote_plus: only letters, digits and _.-~ stay.
const quoted = (text: string): string =>
  encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, percent)
    .replaceAll("%20", "+")

/** Names and values as `application/x-www-form-urlencoded`, written as Python's `urlencode` does. */
export const formText = (pairs: HeaderPairs): string =>
  pairs.map(([name, value]) => `${quoted(name)}=${quoted(value)}`).join("&")
