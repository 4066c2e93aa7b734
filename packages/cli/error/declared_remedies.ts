import { Effect } from "effect"

/** What to do about each code. Loaded when needed: the whole catalogue is large. */
export const declaredRemedies: Effect.Effect<ReadonlyMap<string, string>> = Effect.map(
  Effect.promise(() => import("./catalogue.ts")),
  ({ catalogue }) => new Map(catalogue.map(({ declaration }) => [declaration.code, declaration.remedy]))
)
