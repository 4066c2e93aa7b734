import { Predicate, Result } from "effect"
import { StoredValueUnreadable } from "../../error/store_errors.ts"
import { decodeFact, encodedFact } from "../../run/encode_fact.ts"
import type { Fact, RunAccepted } from "../../run/fact.ts"
import type { Sealer } from "./sealer.ts"

const purpose = "environment of a run"

type Environment = Record<string, unknown>

const withEnvironment = (data: object, change: (environment: Environment) => void): object => {
  const given = Predicate.hasProperty(data, "environment") ? data.environment : undefined
  const environment: Environment = Object.assign(Object.create(null), given)
  change(environment)
  return { ...data, environment }
}

/** The first fact of a run as text; the values of secret variables in it are sealed, and their names noted. */
export const acceptedText = (
  accepted: RunAccepted,
  secretNames: ReadonlyArray<string>,
  sealer: Sealer["Service"]
): string => {
  const names = secretNames.filter((name) => Object.hasOwn(accepted.environment, name))
  const data = encodedFact(accepted)
  if (names.length === 0) return JSON.stringify(data)
  const sealed = withEnvironment(data, (environment) => {
    for (const name of names) environment[name] = sealer.seal(JSON.stringify(environment[name]), purpose)
  })
  return JSON.stringify({ ...sealed, sealed: names })
}

const damaged = (problem: string): StoredValueUnreadable =>
  new StoredValueUnreadable({ message: `A stored run is damaged: ${problem}` })

const parse = (body: Uint8Array): Result.Result<unknown, StoredValueUnreadable> =>
  Result.try({
    try: (): unknown => JSON.parse(Buffer.from(body).toString()),
    catch: () => damaged("a fact is no JSON.")
  })

/** Opens what is sealed in the data of a first fact. */
const opened = (data: unknown, sealer: Sealer["Service"]): Result.Result<unknown, StoredValueUnreadable> =>
  Result.gen(function* () {
    if (!Predicate.hasProperty(data, "sealed") || !Array.isArray(data.sealed)) return data
    const texts = new Map<string, string>()
    const given = Predicate.hasProperty(data, "environment") ? data.environment : undefined
    for (const [name, value] of Object.entries(Predicate.isObject(given) ? given : {})) {
      if (data.sealed.includes(name)) texts.set(name, yield* sealer.open(String(value), purpose))
    }
    return withEnvironment(data, (environment) => {
      for (const [name, text] of texts) environment[name] = JSON.parse(text)
    })
  })

const read = (data: unknown): Result.Result<Fact, StoredValueUnreadable> => Result.mapError(decodeFact(data), damaged)

/** A fact from its bytes, but for the first one of a run. */
export const readFact = (body: Uint8Array): Result.Result<Fact, StoredValueUnreadable> =>
  Result.flatMap(parse(body), read)

/** What a run is read from. */
export interface StoredFacts {
  readonly accepted: RunAccepted
  readonly facts: ReadonlyArray<Fact>
}

/** The facts of a run from their bytes, in order. Fails with `stored_value_unreadable`. */
export const readFacts = (
  bodies: ReadonlyArray<Uint8Array>,
  sealer: Sealer["Service"]
): Result.Result<StoredFacts, StoredValueUnreadable> =>
  Result.gen(function* () {
    const [first, ...rest] = bodies
    if (first === undefined) return yield* Result.fail(damaged("it has no facts."))
    const accepted = yield* read(yield* opened(yield* parse(first), sealer))
    if (accepted.kind !== "run_accepted") return yield* Result.fail(damaged("it does not begin with its acceptance."))
    const facts: Array<Fact> = [accepted]
    for (const body of rest) facts.push(yield* readFact(body))
    return { accepted, facts }
  })
