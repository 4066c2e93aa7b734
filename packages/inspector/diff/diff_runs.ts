import { encodeValue, type GraphNode, plainJson, type RunGraph, type StoredRun } from "@flowglass/core"
import { compareOutcomes, type Difference } from "./compare_outcomes.ts"
import { type NodeOutcomeView, nodeOutcomes } from "./node_outcome.ts"

/** A node that came to something else. */
export interface NodeDifference {
  readonly node_id: string
  /** Frame index and node, to tell the rounds of a container apart. */
  readonly position: string
  /**
   * `cause`: nothing before it differs, or the node itself was changed. `consequence`: it differs because something
   * before it does.
   */
  readonly kind: "cause" | "consequence"
  /** The node's own configuration differs between the two runs. */
  readonly changed: boolean
  readonly differences: ReadonlyArray<Difference>
}

/** Two runs compared. */
export interface RunDiff {
  readonly equal: boolean
  /** The first node that differs, in the order in which nodes ended. */
  readonly first: string | null
  /** Differences of the runs themselves: `status`, `error`. */
  readonly run: ReadonlyArray<Difference>
  readonly nodes: ReadonlyArray<NodeDifference>
}

const dataOf = (node: GraphNode | undefined): string => (node === undefined ? "" : plainJson(encodeValue(node.data)))

const changedNodes = (left: RunGraph, right: RunGraph): Set<string> => {
  const before = new Map(left.nodes.map((node) => [node.id, node]))
  const after = new Map(right.nodes.map((node) => [node.id, node]))
  const ids = new Set([...before.keys(), ...after.keys()])
  return new Set([...ids].filter((id) => dataOf(before.get(id)) !== dataOf(after.get(id))))
}

/** For each node the nodes before it, by the edges of both graphs and by containment. */
const ancestry = (...graphs: ReadonlyArray<RunGraph>): ((id: string) => ReadonlySet<string>) => {
  const before = new Map<string, Set<string>>()
  const link = (from: string, to: string): void => void before.set(to, (before.get(to) ?? new Set()).add(from))
  for (const graph of graphs) {
    for (const edge of graph.edges) link(edge.source, edge.target)
    for (const node of graph.nodes) if (node.parent !== undefined) link(node.id, node.parent)
  }
  return (id) => {
    const found = new Set(before.get(id))
    for (const one of found) for (const earlier of before.get(one) ?? []) found.add(earlier)
    found.delete(id)
    return found
  }
}

const runDifferences = (left: StoredRun, right: StoredRun): ReadonlyArray<Difference> => {
  const end = (run: StoredRun) => run.facts().findLast((fact) => fact.kind === "run_finished")
  const before = end(left)
  const after = end(right)
  const status: Difference = { what: "status", left: before?.status ?? "running", right: after?.status ?? "running" }
  const error: Difference = { what: "error", left: before?.error?.code ?? null, right: after?.error?.code ?? null }
  return [status, error].filter((difference) => difference.left !== difference.right)
}

/** Executions of both runs in one order: as the first run ended them, then those only the second has. */
const positions = (
  left: ReadonlyMap<string, NodeOutcomeView>,
  right: ReadonlyMap<string, NodeOutcomeView>
): ReadonlyArray<string> => [...new Set([...left.keys(), ...right.keys()])]

/**
 * Compares two runs node by node and tells causes from consequences. Times, ids and latency are not compared.
 */
export const diffRuns = (left: StoredRun, right: StoredRun): RunDiff => {
  const before = nodeOutcomes(left)
  const after = nodeOutcomes(right)
  const changed = changedNodes(left.graph, right.graph)
  const ancestorsOf = ancestry(left.graph, right.graph)
  const differing = positions(before, after).flatMap((position) => {
    const differences = compareOutcomes(before.get(position), after.get(position))
    const nodeId = before.get(position)?.nodeId ?? after.get(position)?.nodeId ?? ""
    return differences.length === 0 ? [] : [{ position, nodeId, differences }]
  })
  const differs = new Set(differing.map((one) => one.nodeId))
  const nodes = differing.map(({ position, nodeId, differences }): NodeDifference => {
    const isChanged = changed.has(nodeId)
    const isConsequence = !isChanged && !ancestorsOf(nodeId).isDisjointFrom(differs)
    return { node_id: nodeId, position, kind: isConsequence ? "consequence" : "cause", changed: isChanged, differences }
  })
  const run = runDifferences(left, right)
  const first = nodes.find((node) => node.kind === "cause") ?? nodes[0]
  return { equal: nodes.length === 0 && run.length === 0, first: first?.node_id ?? null, run, nodes }
}
