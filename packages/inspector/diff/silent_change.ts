import type { NodeOutcome } from "./node_outcome.ts"

/** A node whose configuration was changed although the run shows nothing of it. */
export interface SilentChange {
  readonly node_id: string
  /**
   * Where its answer comes from: `recorded`, the record that is tested; `mocked`, a mock; `own`, the node itself, which
   * came to the same; `none`, it did not run.
   */
  readonly answer: "recorded" | "mocked" | "own" | "none"
}

/** The changed nodes that came to no difference, in the order of `changed`. */
export const silentChanges = (
  changed: ReadonlySet<string>,
  differing: ReadonlySet<string>,
  outcomes: Iterable<NodeOutcome>
): ReadonlyArray<SilentChange> => {
  const silent = [...changed].filter((id) => !differing.has(id))
  if (silent.length === 0) return []
  const answers = new Map<string, SilentChange["answer"]>()
  for (const { nodeId, mocked } of outcomes) {
    if (answers.get(nodeId) !== "own") answers.set(nodeId, mocked ? "mocked" : "own")
  }
  return silent.map((id) => ({ node_id: id, answer: answers.get(id) ?? "none" }))
}
