import {
  type Fact,
  type GraphNode,
  type NewFact,
  type NodeFinished,
  type NodeStarted,
  type RunAccepted,
  type RunFinished,
  type RunGraph,
  RunStore,
  type StoredRun
} from "@flowglass/core"
import { Effect, Layer, Stream } from "effect"
import { defaultRunLimits } from "../core/run/run_limits.ts"
import { MemoryRun } from "../core/store/memory_run_store.ts"
import { Inspector } from "./inspector.ts"

/** A node of a made run; everything but its id has a default. */
export interface MadeNode extends Partial<Omit<GraphNode, "id">> {
  readonly id: string
}

interface MadeOptions extends Partial<Omit<RunAccepted, "kind" | "seq" | "epoch" | "version">> {
  readonly secretNames?: ReadonlyArray<string>
  readonly edges?: RunGraph["edges"]
}

const stamp = { seq: 0, epoch: 0, version: 1 } as const

/** A run made fact by fact, for states that no real run reaches or that are hard to stop at. */
export class MadeRun extends MemoryRun {
  clock = 1_779_780_873_000
  readonly #indexes: ReadonlyMap<string, number>

  constructor(nodes: ReadonlyArray<MadeNode>, { secretNames, edges, ...accepted }: MadeOptions = {}) {
    const graph: RunGraph = {
      name: "made",
      mode: "workflow",
      dslVersion: null,
      hash: "made",
      root: nodes[0]?.id ?? "",
      secretNames: secretNames ?? [],
      edges: edges ?? [],
      nodes: nodes.map((node) => ({ type: "code", version: "1", title: node.id, data: {}, outputs: [], ...node }))
    }
    super(
      {
        kind: "run_accepted",
        ...stamp,
        seq: 1,
        epoch: 1,
        at: 1_779_780_872_000,
        runId: "0195f3c2-0000-7000-8000-000000000001",
        engine: "test",
        trigger: "debugging",
        tenantId: "tenant",
        appId: "app",
        workflowId: "made",
        inputs: {},
        system: {},
        environment: {},
        conversation: {},
        limits: defaultRunLimits,
        mocks: {},
        mockExternals: false,
        ...accepted
      },
      graph
    )
    this.#indexes = new Map(nodes.map((node, index) => [node.id, index]))
  }

  indexOf(id: string): number {
    return this.#indexes.get(id) ?? -1
  }

  add(fact: NewFact): this {
    this.append(fact)
    this.clock += 1000
    return this
  }

  started(id: string, fields: Partial<NodeStarted> = {}): this {
    const place = { frame: 0, node: this.indexOf(id), attempt: 0 }
    return this.add({ kind: "node_started", ...stamp, at: this.clock, ...place, ...fields })
  }

  finished(id: string, fields: Partial<NodeFinished> = {}): this {
    return this.add({
      kind: "node_finished",
      ...stamp,
      at: this.clock,
      frame: 0,
      node: this.indexOf(id),
      attempt: 0,
      status: "succeeded",
      inputs: {},
      processData: {},
      outputs: {},
      metadata: {},
      mocked: false,
      elapsed: 1000,
      edges: [],
      ready: [],
      ...fields
    })
  }

  retried(id: string, message = "once more"): this {
    const place = { frame: 0, node: this.indexOf(id), attempt: 0 }
    const error = { code: "node_defect", type: "", message }
    const rest = { delay: 1000, inputs: {}, processData: {} }
    return this.add({ kind: "node_retried", ...stamp, at: this.clock, ...place, error, ...rest })
  }

  nodePaused(id: string): this {
    const place = { frame: 0, node: this.indexOf(id), attempt: 0 }
    return this.add({ kind: "node_paused", ...stamp, at: this.clock, ...place, reason: {} })
  }

  framed(frame: number, container: string, round: number): this {
    const place = { frame, parentFrame: 0, container: this.indexOf(container), round, variables: {} }
    return this.add({ kind: "frame_started", ...stamp, at: this.clock, ...place })
  }

  paused(): this {
    return this.add({ kind: "run_paused", ...stamp, at: this.clock, reasons: [] })
  }

  resumed(): this {
    return this.add({ kind: "run_resumed", ...stamp, at: this.clock })
  }

  ended(status: RunFinished["status"] = "succeeded", fields: Partial<RunFinished> = {}): this {
    return this.add({
      kind: "run_finished",
      ...stamp,
      at: this.clock,
      status,
      outputs: {},
      elapsed: 1,
      exceptionsCount: 0,
      totalTokens: 0,
      totalSteps: 0,
      ...fields
    })
  }
}

/** A run of the given facts, without a store. */
export const runOf = (graph: RunGraph, facts: ReadonlyArray<Fact>): StoredRun => {
  const [accepted] = facts
  if (accepted?.kind !== "run_accepted") throw new Error("a run starts with its acceptance")
  return { accepted, graph, facts: () => facts, subscribe: () => () => undefined }
}

/** A store that holds just these runs. */
export const storeOf = (...runs: ReadonlyArray<StoredRun>): Layer.Layer<RunStore> =>
  Layer.succeed(
    RunStore,
    RunStore.of({
      open: () => Effect.die("no run is opened here"),
      find: (runId) => Effect.succeed(runs.find((run) => run.accepted.runId === runId)),
      reopen: () => Effect.die("no run is reopened here"),
      letGo: () => Effect.void,
      isOwner: () => true,
      requestStop: () => Effect.void,
      requestAnswer: () => Effect.succeed({ isKept: false }),
      settleAnswer: () => Effect.void,
      giveUp: () => Effect.void,
      orders: Stream.never,
      list: () => Effect.succeed(runs),
      summary: () => Effect.die("no summary is read here"),
      page: () => Effect.die("no page is read here"),
      prune: () => Effect.succeed(0),
      removeApp: () => Effect.die("nothing is removed here")
    })
  )

/** The Inspector over these runs. */
export const inspectorOf = (...runs: ReadonlyArray<StoredRun>): Layer.Layer<Inspector> =>
  Inspector.layer.pipe(Layer.provide(storeOf(...runs)))
