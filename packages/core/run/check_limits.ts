import { Predicate, Result, Schema, SchemaAST } from "effect"
import { didYouMean } from "../error/hint.ts"
import { LimitInvalid } from "../error/run_errors.ts"
import { RunLimits } from "./run_limits.ts"

const fields: ReadonlyMap<string, Schema.ConstraintDecoder<number>> = new Map(
  Object.entries(RunLimits.fields).map(([name, field]) => [name, Schema.toType(field)])
)

/** A value of a caller as one short word or two; hostile ones cannot even be shown. */
const shown = (value: unknown): string => {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 40))
  return typeof value === "object" && value !== null ? "an object" : String(value)
}

const problemOf = (name: string, value: unknown): string | undefined => {
  const field = fields.get(name)
  if (field === undefined) {
    const hint = didYouMean(name, fields.keys())
    return `There is no limit "${name}"; ${hint ?? `there are ${[...fields.keys()].join(", ")}`}`
  }
  // An absent limit has its default.
  if (value === undefined || Schema.is(field)(value)) return undefined
  return `The limit "${name}" cannot be ${shown(value)}: it is ${SchemaAST.resolveDescription(field.ast) ?? "a number"}`
}

/**
 * Checks limits as a caller gives them. Fails with `limit_invalid`, which names every limit that is wrong and says what
 * it may be.
 */
export const checkLimits = (limits: unknown): Result.Result<void, LimitInvalid> => {
  const given = limits ?? {}
  if (!Predicate.isObject(given)) return Result.fail(new LimitInvalid({ message: "Limits must be an object." }))
  const problems = Object.entries(given).flatMap(([name, value]) => problemOf(name, value) ?? [])
  return problems.length === 0
    ? Result.succeed(undefined)
    : Result.fail(new LimitInvalid({ message: `${problems.join(". ")}.` }))
}
