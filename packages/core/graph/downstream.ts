import type { RunGraph } from "./run_graph.ts"

/** A node, or (`enters`) the way into a container, which everything before the container leads to. */
const enters = (id: string): string => `>${id}`
const node = (id: string): string => `=${id}`

const successors = (graphs: ReadonlyArray<RunGraph>): ReadonlyMap<string, ReadonlySet<string>> => {
  const next = new Map<string, Set<string>>()
  const link = (from: string, to: string): void => {
    const known = next.get(from)
    if (known === undefined) next.set(from, new Set([to]))
    else known.add(to)
  }
  for (const graph of graphs) {
    for (const edge of graph.edges) {
      link(node(edge.source), node(edge.target))
      link(node(edge.source), enters(edge.target))
    }
    for (const { id, parent } of graph.nodes) {
      if (parent === undefined) continue
      link(enters(parent), node(id))
      link(enters(parent), enters(id))
      // What happens inside a container is what the container comes to.
      link(node(id), node(parent))
    }
  }
  return next
}

/** The nodes that come after any of the given ones, by the edges of all graphs and by containment. */
export const downstreamOf = (starts: Iterable<string>, graphs: ReadonlyArray<RunGraph>): ReadonlySet<string> => {
  const next = successors(graphs)
  const reached = new Set<string>()
  for (const start of starts) for (const one of next.get(node(start)) ?? []) reached.add(one)
  // A set hands out what is added while it is walked.
  for (const one of reached) for (const later of next.get(one) ?? []) reached.add(later)
  return new Set([...reached].filter((one) => one.startsWith("=")).map((one) => one.slice(1)))
}
