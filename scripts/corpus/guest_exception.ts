import type { CompiledGraph, Fact, NodeFinished } from "@flowglass/core"

/** Codes that say that code or a template of the file itself threw. */
const guestCodes = new Set([
  "code_threw",
  "template_type_mismatch",
  "template_value_undefined",
  "template_evaluation_failed"
])

type Walked = Pick<CompiledGraph, "nodes" | "edges" | "scopes" | "insideOf">

/** What runs after a node: where its edges lead, what is inside it, and what waits for the container it is in. */
const nextOf = (graph: Walked, index: number): ReadonlyArray<number> => {
  const node = graph.nodes[index]
  if (node === undefined) return []
  const container = graph.scopes[node.scope]?.container
  return [
    ...node.outgoing.flatMap((edge) => graph.edges[edge]?.target ?? []),
    ...(graph.insideOf.get(index)?.nodes ?? []),
    ...(container === undefined ? [] : (graph.nodes[container]?.outgoing ?? [])).flatMap(
      (edge) => graph.edges[edge]?.target ?? []
    )
  ]
}

/** Whether a node comes after one of the others, by any path. */
const isBehind = (graph: Walked, node: number, others: ReadonlySet<number>): boolean => {
  const reached = new Set(others)
  // A set that grows while it is walked is a queue without repetition.
  for (const index of reached) {
    for (const next of nextOf(graph, index)) {
      if (next === node) return true
      reached.add(next)
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
