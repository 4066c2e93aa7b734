import type { RunGraph } from "@flowglass/core"

/** The edges into each node, in an order of their own: where they come from, and by which way. */
const ways = ({ edges }: RunGraph): ReadonlyMap<string, string> => {
  const into = new Map<string, Array<string>>()
  for (const { source, sourceHandle, target } of edges) {
    const way = JSON.stringify([source, sourceHandle])
    const known = into.get(target)
    if (known === undefined) into.set(target, [way])
    else known.push(way)
  }
  return new Map([...into].map(([target, all]) => [target, all.toSorted().join()]))
}

/** Ids of the nodes that other edges lead to in one graph than in the other. Ids of edges say nothing. */
export const rewiredNodes = (left: RunGraph, right: RunGraph): ReadonlySet<string> => {
  const before = ways(left)
  const after = ways(right)
  return new Set([...before.keys(), ...after.keys()].filter((id) => before.get(id) !== after.get(id)))
}
