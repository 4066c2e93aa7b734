/** Something with an id and a name. */
export interface Named {
  readonly id: string
  readonly name: string
}

const idPrefix = /^[0-9a-f-]{4,36}$/

/** What a word can stand for: the one with this id; else all with this name; else all whose ids begin so. */
export const findNamed = <Item extends Named>(items: ReadonlyArray<Item>, word: string): ReadonlyArray<Item> => {
  const exact = items.filter(({ id }) => id === word)
  if (exact.length > 0) return exact
  const named = items.filter(({ name }) => name === word)
  if (named.length > 0) return named
  return idPrefix.test(word) ? items.filter(({ id }) => id.startsWith(word)) : []
}

/** The candidates of an ambiguous name, as a message lists them. */
export const listNamed = (items: ReadonlyArray<Named>): string =>
  items
    .slice(0, 10)
    .map(({ id, name }) => `${id} ${JSON.stringify(name)}`)
    .join(", ") + (items.length > 10 ? " ..." : "")
