interface Fields {
  readonly [name: string]: unknown
}

/** Values as a page can show them, and whether something was left out. */
export interface Truncated {
  readonly value: Fields
  readonly truncated: boolean
}

/** Dify's limits for one variable: characters of a text, members of a list, and characters of its JSON. */
export const truncationLimits = { text: 100_000, items: 1000, size: 1_024_000 } as const

interface Walk {
  room: number
  cut: boolean
}

const shortText = (text: string, walk: Walk): string => {
  const longest = Math.max(0, Math.min(truncationLimits.text, walk.room))
  walk.room -= Math.min(text.length, longest) + 2
  if (text.length <= longest) return text
  walk.cut = true
  // A character of two units is not cut in half.
  return `${text.slice(0, Math.max(0, longest - 3)).replace(/[\ud800-\udbff]$/, "")}...`
}

const shortList = (list: ReadonlyArray<unknown>, walk: Walk): ReadonlyArray<unknown> => {
  const short: Array<unknown> = []
  walk.room -= 2
  for (const member of list) {
    if (short.length >= truncationLimits.items || walk.room <= 0) {
      walk.cut = true
      break
    }
    short.push(shorten(member, walk))
  }
  return short
}

const shortObject = (object: object, walk: Walk): Fields => {
  const short: Array<readonly [string, unknown]> = []
  walk.room -= 2
  for (const [name, member] of Object.entries(object)) {
    walk.room -= name.length + 4
    if (walk.room <= 0) {
      walk.cut = true
      break
    }
    short.push([name, shorten(member, walk)])
  }
  return Object.fromEntries(short)
}

const shorten = (value: unknown, walk: Walk): unknown => {
  if (typeof value === "string") return shortText(value, walk)
  if (Array.isArray(value)) return shortList(value, walk)
  if (typeof value === "object" && value !== null) return shortObject(value, walk)
  walk.room -= typeof value === "bigint" ? String(value).length : 8
  return value
}

/** Cuts what is too large for a page, each variable for itself. Names are data: all of them stay. */
export const truncateFields = (fields: Fields): Truncated => {
  let truncated = false
  const entries = Object.entries(fields).map(([name, value]): readonly [string, unknown] => {
    const walk: Walk = { room: truncationLimits.size, cut: false }
    const short = shorten(value, walk)
    truncated ||= walk.cut
    return [name, walk.cut ? short : value]
  })
  return truncated ? { value: Object.fromEntries(entries), truncated } : { value: fields, truncated }
}

/** For callers that get everything. */
export const wholeFields = (fields: Fields): Truncated => ({ value: fields, truncated: false })
