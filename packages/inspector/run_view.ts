import type { Fact, StoredRun } from "@flowglass/core"
import { type KnownOutput, knownOutputs } from "./known_outputs.ts"
import { RunHistory } from "./run_history.ts"
import type { NodeView, OutputPreview, RunSnapshot, WorkflowRunStatus } from "./run_snapshot.ts"
import { type RunMask, runMask } from "./secret/run_mask.ts"
import { shownValue } from "./shown_value.ts"
import { shownName, viewNode } from "./view_node.ts"

/** A node, and how many facts there were when it last changed. */
export interface ChangedNode {
  readonly facts: number
  readonly node: NodeView
}

/**
 * A stored run as the Inspector shows it, secrets masked, each time as it stands at that moment. Declarations and graph
 * are those of the run, not today's. Each fact is looked at once, and a node is viewed again only when it changed.
 */
export class RunView {
  readonly id: string
  readonly nodeIds: ReadonlyArray<string>
  /** How many watch it at the moment. */
  watchers = 0
  readonly #run: StoredRun
  readonly #mask: RunMask
  readonly #indexes: ReadonlyMap<string, number>
  readonly #history = new RunHistory()
  /** Views of nodes that did not change since. */
  readonly #views = new Map<number, NodeView>()
  /** What was asked last: watchers of one run mostly ask for the same. */
  #snapshot: { readonly facts: number; readonly shown: RunSnapshot } | undefined
  #changes: { readonly count: number; readonly facts: number; readonly nodes: ReadonlyArray<ChangedNode> } | undefined

  constructor(run: StoredRun) {
    this.id = run.accepted.runId
    this.#run = run
    this.#mask = runMask(run)
    this.nodeIds = run.graph.nodes.map((node) => node.id)
    this.#indexes = new Map(this.nodeIds.map((id, index) => [id, index]))
  }

  /** How many facts it shows. */
  get facts(): number {
    return this.#follow().facts
  }

  get status(): WorkflowRunStatus {
    const { finished, isPaused } = this.#follow()
    return finished?.status ?? (isPaused ? "paused" : "running")
  }

  get isPaused(): boolean {
    return this.status === "paused"
  }

  get isEnded(): boolean {
    return this.#follow().finished !== undefined
  }

  /** All nodes, in the order of the graph. */
  snapshot(): RunSnapshot {
    const { status, facts } = this
    if (this.#snapshot?.facts === facts) return this.#snapshot.shown
    const node_outputs: Array<NodeView> = []
    for (let index = 0; index < this.#run.graph.nodes.length; index++) {
      const view = this.#viewAt(index)
      if (view !== undefined) node_outputs.push(view)
    }
    const shown = { workflow_run_id: this.id, workflow_run_status: status, node_outputs }
    this.#snapshot = { facts, shown }
    return shown
  }

  /** One node; undefined when the run's graph has no such node. */
  node(nodeId: string): NodeView | undefined {
    this.#follow()
    const index = this.#indexes.get(nodeId)
    return index === undefined ? undefined : this.#viewAt(index)
  }

  /** The names of all outputs of a node, declared or seen; undefined when the run's graph has no such node. */
  outputNames(nodeId: string): ReadonlyArray<string> | undefined {
    return this.#outputs(nodeId)?.map((output) => shownName(output, this.#mask))
  }

  /** The whole value of one output; undefined when the node neither declares nor produced it. */
  output(nodeId: string, name: string): OutputPreview | undefined {
    const found = this.#outputs(nodeId)?.find((output) => shownName(output, this.#mask) === name)
    if (found === undefined) return undefined
    const { declaration, status, value } = found
    return {
      node_id: nodeId,
      output_name: name,
      type: declaration?.type ?? null,
      status,
      value: value === undefined ? null : shownValue(this.#mask.value(value), declaration)
    }
  }

  /** Nodes that stand differently since the first `count` facts, in the order of their last changes. */
  changedSince(count: number): ReadonlyArray<ChangedNode> {
    const { facts } = this
    if (this.#changes?.count === count && this.#changes.facts === facts) return this.#changes.nodes
    const nodes = [...this.#touchedSince(count)].flatMap(([index, known]) => {
      const node = this.#viewAt(index)
      return node === undefined ? [] : [{ facts: known, node }]
    })
    this.#changes = { count, facts, nodes }
    return nodes
  }

  /** Whether the run was paused after its first `count` facts. */
  wasPausedAfter(count: number): boolean {
    const last = this.#run
      .facts()
      .slice(0, count)
      .findLast((fact) => fact.kind === "run_paused" || fact.kind === "run_resumed")
    return last?.kind === "run_paused"
  }

  #follow(): RunHistory {
    const history = this.#history
    const known = history.facts
    history.follow(this.#run.facts())
    if (history.facts > known) for (const index of this.#touchedSince(known).keys()) this.#views.delete(index)
    return history
  }

  #outputs(nodeId: string): ReadonlyArray<KnownOutput> | undefined {
    const { nodes, finished } = this.#follow()
    const index = this.#indexes.get(nodeId)
    const node = index === undefined ? undefined : this.#run.graph.nodes[index]
    if (index === undefined || node === undefined) return undefined
    return knownOutputs(node, nodes.get(index), finished !== undefined)
  }

  /** Nodes that the facts after the first `count` changed, by their last change: how many facts there were with it. */
  #touchedSince(count: number): ReadonlyMap<number, number> {
    const facts = this.#run.facts()
    const touched = new Map<number, number>()
    const touch = (index: number, known: number): void => {
      // Set again, it comes last.
      touched.delete(index)
      touched.set(index, known)
    }
    for (let position = count; position < this.#history.facts; position++) {
      const fact = facts[position]
      if (fact !== undefined && changesNode(fact)) touch(fact.node, position + 1)
      // The end of a run decides about nodes that did not end; who knows one of them may not know all.
      if (fact?.kind === "run_finished") for (const index of this.#lostNodes()) touch(index, position)
    }
    return touched
  }

  *#lostNodes(): Generator<number> {
    for (const [index, history] of this.#history.nodes) if (history.finished === undefined) yield index
  }

  #viewAt(index: number): NodeView | undefined {
    const known = this.#views.get(index)
    const node = this.#run.graph.nodes[index]
    if (known !== undefined || node === undefined) return known
    const { nodes, finished } = this.#history
    const view = viewNode(node, nodes.get(index), finished !== undefined, this.#mask)
    this.#views.set(index, view)
    return view
  }
}

type NodeChange = Extract<Fact, { readonly kind: `node_${"started" | "retried" | "finished" | "paused" | "resumed"}` }>

const changesNode = (fact: Fact): fact is NodeChange =>
  fact.kind === "node_started" ||
  fact.kind === "node_finished" ||
  fact.kind === "node_retried" ||
  fact.kind === "node_paused" ||
  fact.kind === "node_resumed"

const views = new WeakMap<StoredRun, WeakRef<RunView>>()

/**
 * The view of a stored run: one for all who look at the same run at the same time, so that a thousand watchers cost
 * hardly more than one. It is forgotten when nobody looks any more.
 *
 * @example
 * ```ts
 * import { RunStore, WorkflowRunner } from "@flowglass/core"
 * import { layerMemory, runView } from "@flowglass/inspector"
 * import { Effect } from "effect"
 *
 * const text = JSON.stringify({
 *   app: { mode: "workflow" },
 *   workflow: { graph: { nodes: [
 *     { id: "start", data: { type: "start", variables: [] } },
 *     { id: "end", data: { type: "end", outputs: [] } }
 *   ], edges: [{ source: "start", target: "end" }] } }
 * })
 * const program = Effect.gen(function* () {
 *   const { run_id } = yield* Effect.flatMap(WorkflowRunner, (runner) => runner.run({ text }))
 *   const run = yield* Effect.flatMap(RunStore, (store) => store.find(run_id))
 *   return run === undefined ? undefined : runView(run).node("end")?.node_status
 * })
 * await Effect.runPromise(Effect.provide(program, layerMemory)) // => "ready"
 * ```
 */
export const runView = (run: StoredRun): RunView => {
  const known = views.get(run)?.deref()
  if (known !== undefined) return known
  const view = new RunView(run)
  views.set(run, new WeakRef(view))
  return view
}
