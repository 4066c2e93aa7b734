import type { CompiledGraph } from "../graph/compiled_graph.ts"

/** A template as far as its place in the graph goes. */
export interface StreamTarget {
  readonly node: number
  /** Its index among the templates of its scope. */
  readonly template: number
  /** Variables that it shows and that nodes of the graph write, sorted. */
  readonly written: ReadonlyArray<string>
}

/**
 * From where a run will certainly come to templates: an edge out of a branch, a container, another response or a writer
 * of a variable that the template shows stays closed until it is taken. Templates that show the same written variables
 * are one group, for which the same edges are closed. Up to 32 groups share a reach, one bit each; it has places only
 * for nodes that lead to one of its templates.
 */
export interface StreamReach {
  /** By place: groups a template of which can be come to from there. */
  readonly toward: Int32Array
  /** By place: groups for which the edges out of it are open. */
  readonly open: Int32Array
  /** By place: the places its open edges lead to. */
  readonly next: ReadonlyArray<ReadonlyArray<number>>
  /** By place: the template there, and its group. */
  readonly targets: ReadonlyMap<number, { readonly template: number; readonly group: number }>
}

/** A place of a reach: the index of the reach, and the place. */
export interface StreamWatch {
  readonly reach: number
  readonly place: number
}

/** What templates can be reached through. */
export interface ReachSource {
  readonly graph: CompiledGraph
  /** The nodes before each node. */
  readonly incoming: ReadonlyArray<ReadonlyArray<number>>
  /** The variables that each node writes. */
  readonly writes: ReadonlyArray<ReadonlyArray<string>>
}

const all = -1

/** Groups for which the edges out of a node are closed. */
const closedBy = (source: ReachSource, groupsOf: ReadonlyMap<string, number>) => {
  const writers = new Map<number, number>()
  return (node: number): number => {
    const compiled = source.graph.nodes[node]
    if (compiled === undefined || compiled.strategy === "fail-branch") return all
    if (compiled.kind === "branch" || compiled.kind === "container" || compiled.kind === "response") return all
    const writes = source.writes[node] ?? []
    if (writes.length === 0) return 0
    const known = writers.get(node)
    if (known !== undefined) return known
    const closed = writes.reduce((groups, key) => groups | (groupsOf.get(key) ?? 0), 0)
    writers.set(node, closed)
    return closed
  }
}

/** Walks back from the templates of up to 32 groups, as far as edges are open. */
const planReach = (source: ReachSource, groups: ReadonlyArray<ReadonlyArray<StreamTarget>>) => {
  const { nodes, edges } = source.graph
  const groupsOf = new Map<string, number>()
  const places = new Map<number, number>()
  const reached: Array<number> = []
  const toward: Array<number> = []
  const targets = new Map<number, { readonly template: number; readonly group: number }>()
  const stack: Array<readonly [node: number, groups: number]> = []
  const add = (node: number, mask: number): number => {
    const place = places.get(node) ?? reached.length
    if (place === reached.length) places.set(node, reached.push(node) - 1)
    const fresh = mask & ~(toward[place] ?? 0)
    toward[place] = (toward[place] ?? 0) | fresh
    if (fresh !== 0) stack.push([node, fresh])
    return place
  }
  groups.forEach((group, bit) => {
    for (const key of group[0]?.written ?? []) groupsOf.set(key, (groupsOf.get(key) ?? 0) | (1 << bit))
    for (const { node, template } of group) targets.set(add(node, 1 << bit), { template, group: 1 << bit })
  })
  const closedAt = closedBy(source, groupsOf)
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    for (const before of source.incoming[next[0]] ?? []) {
      const mask = next[1] & ~closedAt(before)
      if (mask !== 0) add(before, mask)
    }
  }
  const open = reached.map((node) => ~closedAt(node))
  const next = reached.map((node, place) => {
    const outgoing = open[place] === 0 ? [] : (nodes[node]?.outgoing ?? [])
    return outgoing.flatMap((edge) => places.get(edges[edge]?.target ?? -1) ?? [])
  })
  const reach: StreamReach = { toward: Int32Array.from(toward), open: Int32Array.from(open), next, targets }
  return { reach, reached }
}

/** The reaches of the templates of one scope, and where in them each node has a place. */
export const planReaches = (source: ReachSource, targets: ReadonlyArray<StreamTarget>) => {
  const byWritten = new Map<string, Array<StreamTarget>>()
  for (const target of targets) {
    const name = JSON.stringify(target.written)
    const group = byWritten.get(name)
    if (group === undefined) byWritten.set(name, [target])
    else group.push(target)
  }
  const groups = [...byWritten.values()]
  const reaches: Array<StreamReach> = []
  const watches = new Map<number, Array<StreamWatch>>()
  for (let from = 0; from < groups.length; from += 32) {
    const { reach, reached } = planReach(source, groups.slice(from, from + 32))
    reached.forEach((node, place) => {
      const watched = watches.get(node) ?? []
      watches.set(node, watched)
      watched.push({ reach: reaches.length, place })
    })
    reaches.push(reach)
  }
  return { reaches, watches }
}

/** Marks everything that is open from places on; returns the templates found there, ascending. */
export const reachFrom = (
  reaches: ReadonlyArray<StreamReach>,
  reached: ReadonlyArray<Int32Array>,
  watches: ReadonlyArray<StreamWatch>
): ReadonlyArray<number> => {
  const found: Array<number> = []
  for (const watch of watches) {
    const reach = reaches[watch.reach]
    const marks = reached[watch.reach]
    if (reach !== undefined && marks !== undefined) reachPlace(reach, marks, watch.place, found)
  }
  return found.sort((left, right) => left - right)
}

const reachPlace = (reach: StreamReach, marks: Int32Array, place: number, found: Array<number>): void => {
  const stack: Array<number> = []
  const add = (at: number, groups: number): void => {
    const fresh = groups & (reach.toward[at] ?? 0) & ~(marks[at] ?? 0)
    if (fresh === 0) return
    marks[at] = (marks[at] ?? 0) | fresh
    const target = reach.targets.get(at)
    if (target !== undefined && (fresh & target.group) !== 0) found.push(target.template)
    stack.push(at, fresh)
  }
  add(place, all)
  while (stack.length > 0) {
    const fresh = stack.pop() ?? 0
    const at = stack.pop() ?? 0
    const groups = fresh & (reach.open[at] ?? 0)
    if (groups !== 0) for (const next of reach.next[at] ?? []) add(next, groups)
  }
}
