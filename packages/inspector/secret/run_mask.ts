import {
  isValueObject,
  makeSecretMask,
  obfuscateSecret,
  type StoredRun,
  secretsOf,
  type Value,
  type ValueObject
} from "@flowglass/core"
import { mapCredentials } from "./literal_credentials.ts"

/** Hides the secrets of a run wherever it is shown. What holds none is returned as it is. */
export interface RunMask {
  readonly value: (value: Value) => Value
  readonly fields: (fields: ValueObject) => ValueObject
  readonly text: (text: string) => string
  /** The masked text or a part of it that is right at least up to `length` code units: long texts cost little. */
  readonly start: (text: string, length: number) => string
  /** The `data` of a node: credentials written into it are hidden too. */
  readonly data: (data: Value) => Value
}

/** Shorter credentials are hidden where they stand, but not looked for elsewhere: `test` is in many texts. */
const shortestHunted = 8

/** How much longer a secret can be where a URL or JSON escapes it. */
const escapedLength = 9

const credentialsIn = (data: Value): ReadonlyArray<string> => {
  const found: Array<string> = []
  mapCredentials(data, (literal) => {
    const key = literal.trim()
    if (key.length < shortestHunted) return literal
    // A user name and password travel as Base64 in a Basic header.
    found.push(key, ...(key.includes(":") ? [Buffer.from(key).toString("base64")] : []))
    return literal
  })
  return found
}

const hiddenTexts = ({ graph, accepted }: Pick<StoredRun, "graph" | "accepted">): ReadonlyArray<string> => [
  ...secretsOf(graph, accepted),
  ...graph.nodes.flatMap((node) => credentialsIn(node.data))
]

/**
 * The mask of one or more runs: values of secret environment variables, and credentials that were written into nodes.
 */
export const runMask = (...runs: ReadonlyArray<Pick<StoredRun, "graph" | "accepted">>): RunMask => {
  const hidden = runs.flatMap(hiddenTexts)
  const value = makeSecretMask(hidden)
  const longest = Math.max(0, ...hidden.map((secret) => secret.length)) * escapedLength
  const text = (given: string): string => {
    const masked = value(given)
    return typeof masked === "string" ? masked : given
  }
  return {
    value,
    text,
    fields: (fields) => {
      const masked = value(fields)
      return isValueObject(masked) ? masked : fields
    },
    start: (given, length) => {
      // A secret that begins within the first `length` code units ends within the window.
      const window = given.slice(0, length + longest)
      return text(window) === window ? window : text(given)
    },
    data: (data) => value(mapCredentials(data, obfuscateSecret))
  }
}
