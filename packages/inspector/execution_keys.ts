import type { Fact, StoredRun } from "@flowglass/core"

const plain = /^[\w-]+$/

/** Ids that could be taken for a path are escaped, as the engine does it. */
const escaped = (id: string): string => (plain.test(id) ? id : encodeURIComponent(id.toWellFormed()))

/**
 * Names the executions of a run: frame path and node, `root/greeter` or `root/loop_1[2]/greeter`. It is the engine's
 * own name, so it is the same in every run that takes the same way.
 */
export const executionKeys = (run: StoredRun): ((frame: number, node: number) => string) => {
  const ids = run.graph.nodes.map((node) => escaped(node.id))
  const paths = new Map([[0, "root"]])
  const open = (fact: Fact): void => {
    if (fact.kind !== "frame_started") return
    paths.set(fact.frame, `${paths.get(fact.parentFrame) ?? ""}/${ids[fact.container] ?? ""}[${fact.round}]`)
  }
  for (const fact of run.facts()) open(fact)
  return (frame, node) => `${paths.get(frame) ?? ""}/${ids[node] ?? ""}`
}
