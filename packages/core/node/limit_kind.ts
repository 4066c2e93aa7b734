import { Effect, Option, Schema, SchemaGetter } from "effect"

const between = (minimum: number, maximum: number) => Schema.isBetween({ minimum, maximum })

/** How often or how many: at least one. */
export const CountLimit = Schema.Int.check(between(1, Number.MAX_SAFE_INTEGER)).annotate({
  description: "a whole number, 1 or more"
})

/** How long or how large: nothing may be allowed too. */
export const SizeLimit = Schema.Int.check(between(0, Number.MAX_SAFE_INTEGER)).annotate({
  description: "a whole number, 0 or more"
})

/** The longest time that a timer of JavaScript can measure, in milliseconds: nearly 25 days. */
const longestTime = 2_147_483_647

/** Milliseconds. */
export const TimeLimit = Schema.Number.check(Schema.isGreaterThan(0), Schema.isLessThanOrEqualTo(longestTime)).annotate(
  { description: `a number of milliseconds, more than 0 and at most ${longestTime}` }
)

/** A limit that records do not tell where it is the usual one, as older ones did not tell it at all. */
export const unlessUsual = <Limit extends Schema.Codec<number, number>>(limit: Limit, usual: number) =>
  Schema.optionalKey(limit).pipe(
    Schema.decodeTo(limit, {
      decode: SchemaGetter.withDefault(Effect.succeed(usual)),
      encode: SchemaGetter.transformOptional(Option.filter((given) => given !== usual))
    })
  )
