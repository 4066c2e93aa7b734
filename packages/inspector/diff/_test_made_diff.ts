import type { NodeFinished, Value } from "@flowglass/core"
import { type MadeNode, MadeRun } from "../_test_made_run.ts"
import type { RunDiff } from "./diff_runs.ts"

export type Options = ConstructorParameters<typeof MadeRun>[1]

export const edge = (source: string, target: string) => ({
  id: `${source}>${target}`,
  source,
  target,
  sourceHandle: "source"
})

/** s leads to a and b, both to j, which leads to e. */
export const diamond = [edge("s", "a"), edge("s", "b"), edge("a", "j"), edge("b", "j"), edge("j", "e")]

export interface Outcomes {
  readonly [id: string]: Value | Partial<NodeFinished> | undefined
}

export const isFinish = (outcome: Value | Partial<NodeFinished>): outcome is Partial<NodeFinished> =>
  typeof outcome === "object" && outcome !== null && "status" in outcome

/** A run of these nodes, in this order; each ends with an output `v`, or as it is said. */
export const ran = (
  outcomes: Outcomes,
  options: Options & { readonly nodes?: ReadonlyArray<MadeNode> } = {}
): MadeRun => {
  const { nodes, ...rest } = options
  const all = nodes ?? ["s", "a", "b", "j", "e"].map((id) => ({ id }))
  const run = new MadeRun(all, { edges: diamond, ...rest })
  for (const [id, outcome] of Object.entries(outcomes)) {
    if (outcome === undefined) continue
    run.started(id).finished(id, isFinish(outcome) ? outcome : { outputs: { v: outcome } })
  }
  return run.ended()
}

export const kinds = (diff: RunDiff) => diff.nodes.map((node) => `${node.node_id} ${node.kind}`)

export const same = { s: 1, a: 1, b: 1, j: 1, e: 1 }
