import type { RunGraph } from "../graph/run_graph.ts"
import { property } from "../value/value_object.ts"
import type { RunAccepted } from "./fact.ts"

/** Texts to hide: the values of the workflow's secret environment variables. */
export const secretsOf = (graph: RunGraph, accepted: RunAccepted): ReadonlyArray<string> =>
  graph.secretNames.flatMap((name) => {
    const value = property(accepted.environment, name)
    return typeof value === "string" ? [value] : []
  })
