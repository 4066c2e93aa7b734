import type { CompiledGraph, CompiledScope } from "../graph/compiled_graph.ts"
import type { Selector } from "../value/selector.ts"
import { planReaches, reachFrom, type StreamReach, type StreamTarget, type StreamWatch } from "./stream_reach.ts"
import { isUpstream, upstreamPairs } from "./upstream_pairs.ts"

/** A variable that a template shows. */
export interface StreamVariable {
  readonly kind: "variable"
  readonly selector: Selector
  readonly key: string
  /** The owner of the variable, -1 for system, environment and conversation variables. */
  readonly node: number
  /** Its owner may still be at work when the answer is given: it is no node before the answer or around it. */
  readonly isBeside: boolean
}

/** A piece of what a response node streams. */
export type StreamSegment = { readonly kind: "text"; readonly text: string } | StreamVariable

/** What one answer or end node streams. */
export interface StreamTemplate {
  readonly node: number
  readonly segments: ReadonlyArray<StreamSegment>
}

/** Everything about streaming that is the same for all runs of a graph. */
export interface StreamPlan {
  readonly templates: ReadonlyArray<StreamTemplate>
  readonly reaches: ReadonlyArray<StreamReach>
  /** What each reach has come to when a frame starts; not to be written to. */
  readonly initial: ReadonlyArray<Int32Array>
  /** Templates that are open from the start, by ascending index. */
  readonly opened: ReadonlyArray<number>
  /** Where a node that a run comes to matters, by node. */
  readonly watches: ReadonlyMap<number, ReadonlyArray<StreamWatch>>
  /** Index among `templates` by node. */
  readonly templateOf: ReadonlyMap<number, number>
  /** Variables that some template shows; chunks of others go nowhere. */
  readonly keys: ReadonlySet<string>
}

/** The identity of a selector. */
export const selectorKey = (selector: Selector): string => selector.join("\u0000")

/** Where the whole variable that a selector leads into is written. */
const writtenKey = (selector: Selector): string => selectorKey(selector.slice(0, 2))

const ownerOf = (graph: CompiledGraph, selector: Selector): number => graph.indexOf.get(selector[0] ?? "") ?? -1

/** The node that a node is, or is inside of, in a scope; -1 when it is not in there. */
const standIn = (graph: CompiledGraph, node: number, scope: number): number => {
  for (let current = graph.nodes[node]; current !== undefined; ) {
    if (current.scope === scope) return current.index
    const container = graph.scopes[current.scope]?.container
    current = container === undefined ? undefined : graph.nodes[container]
  }
  return -1
}

/** For every variable of a response node, its owner and the node it has to be upstream of. */
const ownerships = (graph: CompiledGraph, node: number): ReadonlyArray<readonly [number, number]> =>
  (graph.nodes[node]?.bound.streams ?? []).flatMap((part) => {
    const owner = part.kind === "text" ? undefined : graph.nodes[ownerOf(graph, part.selector)]
    return owner === undefined ? [] : [[owner.index, standIn(graph, node, owner.scope)] as const]
  })

const segmentsOf = (
  graph: CompiledGraph,
  node: number,
  upstream: ReadonlyMap<number, ReadonlySet<number>>
): ReadonlyArray<StreamSegment> =>
  (graph.nodes[node]?.bound.streams ?? []).map((part) => {
    if (part.kind === "text") return { kind: "text", text: part.text }
    const owner = ownerOf(graph, part.selector)
    const place = standIn(graph, node, graph.nodes[owner]?.scope ?? -1)
    const isBeside = owner >= 0 && owner !== place && !isUpstream(upstream, owner, place)
    return { kind: "variable", selector: part.selector, key: selectorKey(part.selector), node: owner, isBeside }
  })

/** The variables of a template that some node writes, as one name: equal for templates that wait for the same. */
const writtenOf = (segments: ReadonlyArray<StreamSegment>, written: ReadonlySet<string>): ReadonlyArray<string> => {
  const shown = new Set(segments.flatMap((one) => (one.kind === "variable" ? [writtenKey(one.selector)] : [])))
  return [...shown].filter((key) => written.has(key)).sort()
}

interface GraphFacts {
  readonly graph: CompiledGraph
  readonly incoming: ReadonlyArray<ReadonlyArray<number>>
  readonly upstream: ReadonlyMap<number, ReadonlySet<number>>
  /** Variables that nodes change: nothing of one may be streamed before they ran. */
  readonly written: ReadonlySet<string>
  readonly writes: ReadonlyArray<ReadonlyArray<string>>
}

const factsOf = (graph: CompiledGraph): GraphFacts => {
  const incoming = graph.nodes.map((): Array<number> => [])
  for (const edge of graph.edges) incoming[edge.target]?.push(edge.source)
  const writes = graph.nodes.map((node) => node.bound.writes.map(writtenKey))
  const pairs = graph.scopes.flatMap((scope) => scope.responses.flatMap((node) => ownerships(graph, node)))
  return { graph, incoming, upstream: upstreamPairs(graph, pairs), written: new Set(writes.flat()), writes }
}

/** The streaming plan of one scope; undefined when nothing in it streams. */
const planScope = (facts: GraphFacts, scope: CompiledScope): StreamPlan | undefined => {
  const templates: Array<StreamTemplate> = []
  const targets: Array<StreamTarget> = []
  const keys = new Set<string>()
  for (const node of scope.responses) {
    const segments = segmentsOf(facts.graph, node, facts.upstream)
    if (segments.length === 0) continue
    for (const segment of segments) if (segment.kind === "variable") keys.add(segment.key)
    targets.push({ node, template: templates.length, written: writtenOf(segments, facts.written) })
    templates.push({ node, segments })
  }
  if (templates.length === 0) return undefined
  const { reaches, watches } = planReaches(facts, targets)
  const initial = reaches.map((reach) => new Int32Array(reach.toward.length))
  const opened = reachFrom(reaches, initial, watches.get(scope.root ?? -1) ?? [])
  const templateOf = new Map(templates.map((template, index): [number, number] => [template.node, index]))
  return { templates, reaches, initial, opened, watches, templateOf, keys }
}

/** The streaming plans of a graph, by scope; undefined when nothing streams anywhere. */
export const planStream = (graph: CompiledGraph): ReadonlyArray<StreamPlan | undefined> | undefined => {
  if (graph.scopes.every((scope) => scope.responses.length === 0)) return undefined
  const facts = factsOf(graph)
  const plans = graph.scopes.map((scope) => planScope(facts, scope))
  return plans.some((plan) => plan !== undefined) ? plans : undefined
}
