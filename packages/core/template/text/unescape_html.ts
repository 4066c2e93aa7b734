// The entities that occur in practice; others stay as they are.
const entities: Record<string, string> = {
  amp: "&",
  apos: "'",
  bull: "•",
  cent: "¢",
  copy: "©",
  deg: "°",
  euro: "€",
  gt: ">",
  hellip: "…",
  laquo: "«",
  ldquo: "“",
  lsquo: "‘",
  lt: "<",
  mdash: "—",
  middot: "·",
  nbsp: "\u00a0",
  ndash: "–",
  pound: "£",
  quot: '"',
  raquo: "»",
  rdquo: "”",
  reg: "®",
  rsquo: "’",
  sect: "§",
  times: "×",
  trade: "™",
  yen: "¥"
}

const numbered = (digits: string): string => {
  const hexadecimal = digits.startsWith("x") || digits.startsWith("X")
  const point = hexadecimal ? Number.parseInt(digits.slice(1), 16) : Number.parseInt(digits, 10)
  const possible = point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff)
  return possible ? String.fromCodePoint(point) : "\ufffd"
}

/** Turns entities such as `&lt;`, `&#39;` and `&#x27;` into their characters. */
export const unescapeHtml = (text: string): string =>
  text.replace(/&(?:#(\d{1,7}|[xX][\da-fA-F]{1,6})|([a-zA-Z]{2,8}));/g, (whole, digits?: string, name?: string) => {
    if (digits !== undefined) return numbered(digits)
    return name !== undefined && Object.hasOwn(entities, name) ? (entities[name] ?? whole) : whole
  })
