import { Effect } from "effect"

/** One thing every store must do: runs against it and fails with a sentence when it does not. */
export interface StoreRequirement<Stores> {
  readonly name: string
  readonly check: Effect.Effect<void, unknown, Stores>
}

/** A requirement that holds when its check succeeds. */
export const requirement = <Stores>(
  name: string,
  check: Effect.Effect<void, unknown, Stores>
): StoreRequirement<Stores> => ({ name, check })

/** Fails with the sentence unless the condition holds. */
export const expect = (holds: boolean, sentence: string): Effect.Effect<void, Error> =>
  holds ? Effect.void : Effect.fail(new Error(sentence))

/** Data as JSON in which names have one order, so that equal data is equal text. */
export const canonical = (data: unknown): string =>
  JSON.stringify(data, (_name, value: unknown) => {
    if (typeof value === "bigint") return `${value}n`
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value
    return Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1))
  })

/** Fails unless both are the same data. */
export const expectSame = (actual: unknown, expected: unknown, what: string): Effect.Effect<void, Error> => {
  const [found, wanted] = [canonical(actual), canonical(expected)]
  const start = [...found].findIndex((character, index) => character !== wanted[index])
  return expect(
    found === wanted,
    `${what}: ${found.slice(Math.max(0, start - 40), start + 200)} instead of ${wanted.slice(Math.max(0, start - 40), start + 200)}`
  )
}

/** Fails unless the effect fails with this code. */
export const expectCode = <A, E, R>(effect: Effect.Effect<A, E, R>, code: string): Effect.Effect<void, Error, R> =>
  Effect.matchEffect(effect, {
    onSuccess: () => Effect.fail(new Error(`succeeded instead of failing with ${code}`)),
    onFailure: (error) =>
      expect(
        typeof error === "object" && error !== null && "code" in error && error.code === code,
        `failed with ${String(error)} instead of ${code}`
      )
  })

/** Texts that databases, patterns and JSON are known to stumble over. */
export const hostileTexts: ReadonlyArray<string> = [
  "",
  "%_\\'\"`;--",
  "'; DROP TABLE apps; --",
  "$1 {0} :name ?",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\udc00\ud800",
  "\ue000",
  "\ue0000000",
  "\u{1f600}",
  "__proto__",
  "constructor",
  "\u202edirection\u200b",
  "line\r\nbreak\ttab",
  "I\u0307",
  "x".repeat(1_000_000)
]

let count = 0

/** A word that no other requirement uses, so that all of them can share a database. */
export const unique = (word: string): string => `${word}-${process.pid}-${++count}-${performance.now()}`
