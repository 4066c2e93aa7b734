const hints = new WeakMap<object, string>()

/**
 * Attaches advice to an error without touching what goes over the wire: Dify's clients see Dify's message, the command
 * line adds `hint: did you mean "greeter"?`.
 */
export const withHint = <Error extends object>(error: Error, hint: string | undefined): Error => {
  if (hint !== undefined) hints.set(error, hint)
  return error
}

/** The advice attached to an error, if any. */
export const hintOf = (error: unknown): string | undefined =>
  typeof error === "object" && error !== null ? hints.get(error) : undefined

const distance = (left: string, right: string): number => {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let row = 1; row <= left.length; row++) {
    const current = [row]
    for (let column = 1; column <= right.length; column++) {
      const cost = left[row - 1] === right[column - 1] ? 0 : 1
      current.push(
        Math.min((current[column - 1] ?? 0) + 1, (previous[column] ?? 0) + 1, (previous[column - 1] ?? 0) + cost)
      )
    }
    previous = current
  }
  return previous[right.length] ?? right.length
}

/** The name that was probably meant, as a sentence; undefined when none is near. Long names are not compared. */
export const didYouMean = (name: string, known: Iterable<string>): string | undefined => {
  if (name.length > 64) return undefined
  let best: string | undefined
  let nearest = Math.max(2, Math.floor(name.length / 3)) + 1
  for (const candidate of known) {
    if (candidate.length > 64) continue
    const found = distance(name.toLowerCase(), candidate.toLowerCase())
    if (found < nearest) {
      nearest = found
      best = candidate
    }
  }
  return best === undefined ? undefined : `did you mean "${best}"?`
}
