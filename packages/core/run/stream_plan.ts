import type { CompiledGraph, CompiledScope } from "../graph/compiled_graph.ts"
import type { Selector } from "../value/selector.ts"

/** A piece of what a response node streams. */
export type StreamSegment =
  | { readonly kind: "text"; readonly text: string }
  /** `node` is the owner of the variable, -1 for system, environment and conversation variables. */
  | { readonly kind: "variable"; readonly selector: Selector; readonly key: string; readonly node: number }

/** What one answer or end node streams. */
export interface StreamTemplate {
  readonly node: number
  readonly segments: ReadonlyArray<StreamSegment>
  /** Index of its reachability among `StreamPlan.reaches`. */
  readonly reach: number
}

/**
 * Which nodes a run will certainly come to, as far as decided: an edge out of a branch, a container, another response
 * or a writer of a variable that the template shows stays closed until it is taken.
 */
export interface StreamReach {
  readonly closedSources: ReadonlySet<number>
  readonly initial: Uint8Array
}

/** Everything about streaming that is the same for all runs of a graph. */
export interface StreamPlan {
  readonly templates: ReadonlyArray<StreamTemplate>
  readonly reaches: ReadonlyArray<StreamReach>
  /** Index among `templates` by node. */
  readonly templateOf: ReadonlyMap<number, number>
  /** Variables that some template shows; chunks of others go nowhere. */
  readonly keys: ReadonlySet<string>
}

/** The identity of a selector. */
export const selectorKey = (selector: Selector): string => selector.join("\u0000")

const segmentsOf = (graph: CompiledGraph, node: number): ReadonlyArray<StreamSegment> =>
  (graph.nodes[node]?.bound.streams ?? []).map((part) =>
    part.kind === "text"
      ? { kind: "text", text: part.text }
      : {
          kind: "variable",
          selector: part.selector,
          key: selectorKey(part.selector),
          node: graph.indexOf.get(part.selector[0] ?? "") ?? -1
        }
  )

/** Nodes that change a variable which the segments show: nothing of it may be streamed before they ran. */
const writersOf = (graph: CompiledGraph, segments: ReadonlyArray<StreamSegment>): Array<number> => {
  const shown = new Set(
    segments.flatMap((one) => (one.kind === "variable" ? [selectorKey(one.selector.slice(0, 2))] : []))
  )
  return graph.nodes
    .filter((node) => node.bound.writes.some((selector) => shown.has(selectorKey(selector.slice(0, 2)))))
    .map((node) => node.index)
}

const closes = (graph: CompiledGraph, node: number): boolean => {
  const compiled = graph.nodes[node]
  if (compiled === undefined) return false
  return (
    compiled.kind === "branch" ||
    compiled.kind === "container" ||
    compiled.kind === "response" ||
    compiled.strategy === "fail-branch"
  )
}

/** Marks everything that is open from a node on; returns the response nodes found, in no particular order. */
export const reachFrom = (
  graph: CompiledGraph,
  reach: StreamReach,
  reached: Uint8Array,
  node: number
): Array<number> => {
  if (reached[node] === 1) return []
  const found: Array<number> = []
  const stack = [node]
  reached[node] = 1
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const compiled = graph.nodes[next]
    if (compiled === undefined) continue
    if (compiled.kind === "response") found.push(next)
    if (reach.closedSources.has(next)) continue
    for (const edge of compiled.outgoing) {
      const target = graph.edges[edge]?.target ?? next
      if (reached[target] !== 1) {
        reached[target] = 1
        stack.push(target)
      }
    }
  }
  return found
}

/** The streaming plan of one scope; undefined when nothing in it streams. */
const planScope = (graph: CompiledGraph, scope: CompiledScope): StreamPlan | undefined => {
  const closedByKind = graph.nodes.filter((node) => closes(graph, node.index)).map((node) => node.index)
  const reaches: Array<StreamReach> = []
  const reachByWriters = new Map<string, number>()
  const keys = new Set<string>()
  const templates: Array<StreamTemplate> = []
  for (const node of scope.responses) {
    const segments = segmentsOf(graph, node)
    if (segments.length === 0) continue
    for (const segment of segments) if (segment.kind === "variable") keys.add(segment.key)
    const writers = writersOf(graph, segments)
    const reach = reachByWriters.get(writers.join()) ?? reaches.length
    if (reach === reaches.length) {
      reachByWriters.set(writers.join(), reach)
      reaches.push({
        closedSources: new Set([...closedByKind, ...writers]),
        initial: new Uint8Array(graph.nodes.length)
      })
    }
    templates.push({ node, segments, reach })
  }
  if (templates.length === 0) return undefined
  if (scope.root !== undefined) for (const reach of reaches) reachFrom(graph, reach, reach.initial, scope.root)
  const templateOf = new Map(templates.map((template, index): [number, number] => [template.node, index]))
  return { templates, reaches, templateOf, keys }
}

/** The streaming plans of a graph, by scope; undefined when nothing streams anywhere. */
export const planStream = (graph: CompiledGraph): ReadonlyArray<StreamPlan | undefined> | undefined => {
  const plans = graph.scopes.map((scope) => planScope(graph, scope))
  return plans.some((plan) => plan !== undefined) ? plans : undefined
}
