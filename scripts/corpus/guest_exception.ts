import type { CompiledGraph, Fact, NodeFinished } from "@flowglass/core"

/** Codes that say that code or a template of the file itself threw. */
const guestCodes = new Set([
  "code_threw",
  "template_type_mismatch",
  "template_value_undefined",
  "template_evaluation_failed"
])

/** Whether a node comes after one of the others, by any path. */
const isBehind = (
  graph: Pick<CompiledGraph, "nodes" | "edges">,
  node: number,
  others: ReadonlySet<number>
): boolean => {
  const reached = new Set(others)
  // A set that grows while it is walked is a queue without repetition.
  for (const index of reached) {
    for (const edge of graph.nodes[index]?.outgoing ?? []) {
      const target = graph.edges[edge]?.target
      if (target === node) return true
      if (target !== undefined) reached.add(target)
    }
  }
  return false
}

/**
 * Whether a run failed only because code of the file could not live with a made-up answer: the node that ended it threw
 * in guest code, and a mocked node came before it.
 */
export const isGuestException = (graph: CompiledGraph, facts: ReadonlyArray<Fact>): boolean => {
  const finished = facts.filter((fact): fact is NodeFinished => fact.kind === "node_finished")
  const failed = finished.find(({ status }) => status === "failed")
  if (failed?.error === undefined || !guestCodes.has(failed.error.code)) return false
  const mocked = new Set(finished.filter((fact) => fact.mocked).map((fact) => fact.node))
  return isBehind(graph, failed.node, mocked)
}
