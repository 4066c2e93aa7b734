import type { GraphView } from "./graph_view.ts"
import type { ProblemList } from "./problem_list.ts"

/** How many nodes of a cycle a message names. */
const shownNodes = 12

/** Removes everything that no cycle keeps waiting; what is left are cycles and what comes after them. */
const removeRunnable = (view: GraphView, waiting: Map<string, number>): void => {
  const ready = [...waiting].filter(([, count]) => count === 0).map(([id]) => id)
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    waiting.delete(id)
    for (const { target } of view.outgoing.get(id) ?? []) {
      const count = waiting.get(target)
      if (count === undefined) continue
      waiting.set(target, count - 1)
      if (count === 1) ready.push(target)
    }
  }
}

/** A cycle that can be walked into backwards from a node that waits for ever. */
const cycleBehind = (
  start: string,
  incoming: ReadonlyMap<string, ReadonlyArray<string>>,
  waiting: ReadonlyMap<string, number>
) => {
  const path: Array<string> = []
  const places = new Map<string, number>()
  let id = start
  while (!places.has(id)) {
    places.set(id, path.length)
    path.push(id)
    id = incoming.get(id)?.find((source) => waiting.has(source)) ?? id
  }
  return path.slice(places.get(id)).reverse()
}

/** Reports every cycle once, at its first node in the file. Edges across containers have been refused before. */
export const checkCycles = (view: GraphView, problems: ProblemList): void => {
  const waiting = new Map(view.nodes.map((node) => [node.id, 0]))
  const incoming = new Map<string, Array<string>>()
  for (const { source, target } of view.edges) {
    waiting.set(target, (waiting.get(target) ?? 0) + 1)
    const sources = incoming.get(target)
    if (sources === undefined) incoming.set(target, [source])
    else sources.push(source)
  }
  const order = new Map(view.nodes.map((node, index) => [node.id, index]))
  removeRunnable(view, waiting)
  for (const node of view.nodes) {
    if (!waiting.has(node.id)) continue
    const cycle = cycleBehind(node.id, incoming, waiting)
    const first = cycle.reduce((least, id) => ((order.get(id) ?? 0) < (order.get(least) ?? 0) ? id : least))
    const turned = [...cycle.slice(cycle.indexOf(first)), ...cycle.slice(0, cycle.indexOf(first)), first]
    const shown = turned.length > shownNodes ? [...turned.slice(0, shownNodes), "..."] : turned
    const message = `these nodes wait for each other: ${shown.join(" -> ")}`
    problems.add("graph_cycle", view.byId.get(first)?.pointer ?? "", message)
    // Without the cycle, what waited for it can be looked at.
    for (const id of cycle) waiting.set(id, 0)
    removeRunnable(view, waiting)
  }
}
