import type { Fact } from "@flowglass/core"
import { Predicate } from "effect"

/**
 * When a fact was written, by which owner, and how long what it ends took: milliseconds since 1970, epoch,
 * milliseconds. A record keeps times apart from facts, so that two runs that did the same read the same.
 */
export type FactTime = readonly [at: number, epoch: number, elapsed?: number]

/** The members of a fact that a record keeps in its times. Its position says its number. */
const timed = new Set(["at", "epoch", "elapsed", "seq"])

/** The time of a fact. */
export const timeOf = (fact: Fact): FactTime =>
  "elapsed" in fact && fact.elapsed !== undefined ? [fact.at, fact.epoch, fact.elapsed] : [fact.at, fact.epoch]

/** A fact, encoded, without its time. */
export const withoutTime = (encoded: object): { readonly [name: string]: unknown } =>
  Object.fromEntries(Object.entries(encoded).filter(([name]) => !timed.has(name)))

/** A fact of a file together with its time; what is no fact stays as it is, for the schema to refuse. */
const withTime = (fact: unknown, time: unknown, index: number): unknown => {
  if (!Predicate.isObject(fact) || !Array.isArray(time)) return fact
  const [at, epoch, elapsed] = time
  return { ...fact, seq: index + 1, epoch, at, ...(elapsed === undefined ? {} : { elapsed }) }
}

/** The content of a record file with facts and times joined; undefined when there is not one time for each fact. */
export const joinTimes = (data: object): unknown => {
  const facts: unknown = "facts" in data ? data.facts : undefined
  const times: unknown = "times" in data ? data.times : undefined
  if (!Array.isArray(facts) || !Array.isArray(times) || facts.length !== times.length) return undefined
  return { ...data, facts: facts.map((fact: unknown, index) => withTime(fact, times[index], index)) }
}
