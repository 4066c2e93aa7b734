import { existsSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { Effect, Schema } from "effect"

const Fields = Schema.Record(Schema.String, Schema.Unknown)

/** A run that Dify's own tests, or this project's decisions, say the outcome of. */
const ExpectedCase = Schema.Struct({
  id: Schema.String,
  /** The workflow file below the folder of the cases; null for graphs that are only described. */
  fixture: Schema.NullOr(Schema.String),
  inputs: Schema.optionalKey(Fields),
  query: Schema.optionalKey(Schema.String),
  mocks: Schema.optionalKey(Fields),
  /** The legs of a run that pauses. */
  runs: Schema.optionalKey(
    Schema.Array(Schema.Struct({ status: Schema.String, events: Schema.Array(Schema.Array(Schema.String)) }))
  ),
  expected: Schema.Struct({
    status: Schema.String,
    outputs: Schema.optionalKey(Fields),
    outputs_match: Schema.optionalKey(Schema.Literals(["exact", "subset"])),
    /** What else must hold, as prose: the tests say it in code, one for one. */
    checks: Schema.optionalKey(Schema.Array(Schema.String)),
    /** `[event, node, text]` in order; `*` is any node. */
    events: Schema.optionalKey(Schema.Array(Schema.Array(Schema.String)))
  })
})
export type ExpectedCase = typeof ExpectedCase.Type

const Expectations = Schema.fromJsonString(Schema.Struct({ cases: Schema.Array(ExpectedCase) }))

/** The folder of the reference material: `FLOWGLASS_REFERENCE`, else `shared` beside the repository. */
const reference = process.env.FLOWGLASS_REFERENCE ?? fileURLToPath(new URL("../../../shared", import.meta.url))

/** The cases, and the folder their files are in. */
export interface Expectations {
  readonly folder: string
  readonly cases: ReadonlyArray<ExpectedCase>
}

/** The expectations; undefined where the reference material is not there. */
export const readExpectations = (): Expectations | undefined => {
  const folder = resolve(reference, "corpus")
  const path = join(folder, "expectations.json")
  if (!existsSync(path)) return undefined
  const { cases } = Effect.runSync(Schema.decodeUnknownEffect(Expectations)(readFileSync(path, "utf8")))
  return { folder, cases }
}
