import type { CompiledGraph } from "../graph/compiled_graph.ts"

/** Nodes before everything they lead to, and otherwise close to what leads to them; containers lead nowhere inside. */
const topologicalOrder = (graph: CompiledGraph): ReadonlyArray<number> => {
  const order: Array<number> = []
  const seen = new Uint8Array(graph.nodes.length)
  /** How many outgoing edges of each node were followed. */
  const followed = new Int32Array(graph.nodes.length)
  const stack: Array<number> = []
  const visit = (node: number): void => {
    if (seen[node] === 1) return
    seen[node] = 1
    stack.push(node)
  }
  for (const { index } of graph.nodes) {
    visit(index)
    for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
      const next = followed[node] ?? 0
      const edge = graph.nodes[node]?.outgoing[next]
      followed[node] = next + 1
      if (edge !== undefined) visit(graph.edges[edge]?.target ?? node)
      else order.push(stack.pop() ?? node)
    }
  }
  return order.reverse()
}

/** A node that others ask for, and the last place in the order where one of those stands. */
interface Asked {
  readonly node: number
  readonly place: number
  readonly last: number
  readonly downstream: ReadonlyArray<number>
}

/**
 * Of pairs of nodes, those whose first is upstream of the second: the seconds by the first. Up to 32 first nodes go
 * through the graph together, one bit each, and no further than they are asked for: in a graph whose nodes refer to
 * nodes nearby that takes linear time.
 */
export const upstreamPairs = (
  graph: CompiledGraph,
  pairs: ReadonlyArray<readonly [number, number]>
): ReadonlyMap<number, ReadonlySet<number>> => {
  const upstream = new Map<number, Set<number>>()
  if (pairs.length === 0) return upstream
  const order = topologicalOrder(graph)
  const placeOf = new Int32Array(graph.nodes.length)
  order.forEach((node, place) => {
    placeOf[node] = place
  })
  const asking = new Map<number, Set<number>>()
  for (const [owner, node] of pairs) asking.set(owner, (asking.get(owner) ?? new Set()).add(node))
  const asked = [...asking].map(([node, nodes]): Asked => {
    const downstream = [...nodes].filter((one) => one >= 0 && one !== node)
    const last = downstream.reduce((most, one) => Math.max(most, placeOf[one] ?? 0), 0)
    return { node, place: placeOf[node] ?? 0, last, downstream }
  })
  asked.sort((left, right) => left.place - right.place)
  const masks = new Int32Array(order.length)
  for (let from = 0; from < asked.length; from += 32) {
    const block = asked.slice(from, from + 32)
    const first = block[0]?.place ?? 0
    const last = block.reduce((most, one) => Math.max(most, one.last), 0)
    masks.fill(0, first, last + 1)
    block.forEach((one, bit) => {
      masks[one.place] = 1 << bit
    })
    for (let place = first; place < last; place++) {
      const mask = masks[place] ?? 0
      if (mask === 0) continue
      for (const edge of graph.nodes[order[place] ?? 0]?.outgoing ?? []) {
        const target = placeOf[graph.edges[edge]?.target ?? 0] ?? 0
        if (target <= last) masks[target] = (masks[target] ?? 0) | mask
      }
    }
    block.forEach((one, bit) => {
      const isFound = (place: number): boolean => place > one.place && ((masks[place] ?? 0) & (1 << bit)) !== 0
      upstream.set(one.node, new Set(one.downstream.filter((node) => isFound(placeOf[node] ?? 0))))
    })
  }
  return upstream
}

/** Whether a pair is among those that `upstreamPairs` found. */
export const isUpstream = (upstream: ReadonlyMap<number, ReadonlySet<number>>, owner: number, node: number): boolean =>
  upstream.get(owner)?.has(node) === true
