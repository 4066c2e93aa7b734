import { downstreamOf, type StoredRun } from "@flowglass/core"
import { runMask } from "../secret/run_mask.ts"
import { changedNodes } from "./changed_nodes.ts"
import type { Difference } from "./compare_fields.ts"
import { compareOutcomes, nodeOutcomes } from "./node_outcome.ts"
import { rewiredNodes } from "./rewired_nodes.ts"
import { compareEnds, compareInputs } from "./run_differences.ts"
import { type SilentChange, silentChanges } from "./silent_change.ts"

export type { Difference } from "./compare_fields.ts"
export type { SilentChange } from "./silent_change.ts"

/** A node that came to something else. */
export interface NodeDifference {
  readonly node_id: string
  /** Frame path and node, as events have it: `root/loop_1[2]/greeter`. */
  readonly execution: string
  /** `root`, or the path of an iteration item or loop round: `root/loop_1[2]`. */
  readonly frame: string
  /**
   * `cause`: nothing before it differs, or the node itself was changed. `consequence`: it differs because something
   * before it does, or because the runs were given different things.
   */
  readonly kind: "cause" | "consequence"
  /** The node's own configuration differs between the two runs, or only one of them has the node. */
  readonly changed: boolean
  /** Other edges lead to the node in one run than in the other. */
  readonly rewired: boolean
  readonly differences: ReadonlyArray<Difference>
}

/** Two runs compared. */
export interface RunDiff {
  readonly equal: boolean
  /** The first node that differs and is no consequence, in the order in which nodes ended; else the first that differs. */
  readonly first: string | null
  /**
   * What the runs were given that differs, the root of everything else: `inputs.NAME`, `system.NAME`,
   * `environment.NAME`, `conversation.NAME`, `mocks.TARGET`, `mock_externals`, `limits.NAME`.
   */
  readonly inputs: ReadonlyArray<Difference>
  /** Differences of how the runs ended: `status`, `error`; `outputs.NAME` where only the order of nodes made it. */
  readonly run: ReadonlyArray<Difference>
  /** In the order in which the nodes of the left run ended, then those that only the right run has. */
  readonly nodes: ReadonlyArray<NodeDifference>
  /** Nodes whose configuration was changed, and that came to the same all the same: no difference, but worth knowing. */
  readonly changed: ReadonlyArray<SilentChange>
}

/**
 * Compares two runs node by node and tells causes from consequences. Times, ids, latency and usage are not compared;
 * secrets are masked. It takes time in proportion to the runs.
 *
 * @example
 * ```ts
 * import { RunStore, WorkflowRunner } from "@flowglass/core"
 * import { diffRuns, layerMemory } from "@flowglass/inspector"
 * import { Effect } from "effect"
 *
 * const text = JSON.stringify({
 *   app: { mode: "workflow" },
 *   workflow: { graph: {
 *     nodes: [
 *       { id: "start", data: { type: "start", variables: [{ variable: "name", type: "text-input", label: "Name" }] } },
 *       { id: "end", data: { type: "end", outputs: [{ variable: "name", value_selector: ["start", "name"] }] } }
 *     ],
 *     edges: [{ source: "start", target: "end" }]
 *   } }
 * })
 * const program = Effect.gen(function* () {
 *   const runner = yield* WorkflowRunner
 *   yield* runner.run({ text }, { inputs: { name: "Ada" } })
 *   yield* runner.run({ text }, { inputs: { name: "Bob" } })
 *   const [right, left] = yield* Effect.flatMap(RunStore, (store) => store.list())
 *   return left === undefined || right === undefined ? undefined : diffRuns(left, right)
 * })
 * const diff = await Effect.runPromise(Effect.provide(program, layerMemory))
 * diff?.inputs // => [{ what: "inputs.name", left: "Ada", right: "Bob" }]
 * diff?.nodes.map((node) => `${node.node_id} ${node.kind}`) // => ["start consequence", "end consequence"]
 * ```
 */
export const diffRuns = (left: StoredRun, right: StoredRun): RunDiff => {
  const mask = runMask(left, right)
  const before = nodeOutcomes(left, mask)
  const after = nodeOutcomes(right, mask)
  const inputs = compareInputs(left, right, mask)
  const changed = changedNodes(left.graph, right.graph, mask)
  const rewired = rewiredNodes(left.graph, right.graph)
  const differing = [...new Set([...before.keys(), ...after.keys()])].flatMap((execution) => {
    const one = before.get(execution)
    const other = after.get(execution)
    const differences = compareOutcomes(one, other)
    return differences.length === 0 ? [] : [{ execution, nodeId: one?.nodeId ?? other?.nodeId ?? "", differences }]
  })
  const differingIds = new Set(differing.map((one) => one.nodeId))
  const later = downstreamOf(differingIds, [left.graph, right.graph])
  const nodes = differing.map(({ execution, nodeId, differences }): NodeDifference => {
    const isConsequence = !changed.has(nodeId) && (inputs.length > 0 || later.has(nodeId))
    return {
      node_id: nodeId,
      execution,
      frame: execution.slice(0, execution.lastIndexOf("/")),
      kind: isConsequence ? "consequence" : "cause",
      changed: changed.has(nodeId),
      rewired: rewired.has(nodeId),
      differences
    }
  })
  const run = compareEnds(left, right, nodes.length === 0, mask)
  const first = nodes.find((node) => node.kind === "cause") ?? nodes[0]
  return {
    equal: nodes.length === 0 && run.length === 0 && inputs.length === 0,
    first: first?.node_id ?? null,
    inputs,
    run,
    nodes,
    changed: silentChanges(changed, differingIds, after.values())
  }
}
