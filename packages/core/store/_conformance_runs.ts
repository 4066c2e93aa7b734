import { Effect } from "effect"
import type { RunGraph } from "../graph/run_graph.ts"
import { defaultRunLimits } from "../run/run_limits.ts"
import { FileValue } from "../value/file_value.ts"
import { Float, float, type Value, type ValueObject } from "../value/value.ts"
import { objectFrom } from "../value/value_object.ts"
import { type FactWriter, type NewFact, RunStore } from "./run_store.ts"
import { hostileTexts } from "./store_requirement.ts"

/** A graph of no nodes. */
export const graph: RunGraph = {
  name: "g",
  mode: "workflow",
  dslVersion: null,
  hash: "h",
  nodes: [],
  edges: [],
  root: "",
  secretNames: []
}

/** Names and values that encodings are known to lose. */
export const hostileValues: ValueObject = objectFrom([
  ["__proto__", { polluted: true }],
  ["$float", "1"],
  ["", [float(1), new Float(-0), 1.5, Number.NaN, 2n ** 70n]],
  ["file", new FileValue({ type: "custom", transfer_method: "local_file", bytes: new Uint8Array([0, 255]) })],
  ...hostileTexts.map((text, index): readonly [string, Value] => [`${index}${text}`, { [text]: [text] }])
])

/** The fact that a run of nobody in particular was accepted. */
export const accepted = (runId: string, tenantId = "t", appId = "a") => ({
  kind: "run_accepted" as const,
  at: 1,
  runId,
  engine: "test",
  trigger: "debugging" as const,
  tenantId,
  appId,
  workflowId: "w",
  inputs: hostileValues,
  system: {},
  environment: {},
  conversation: {},
  limits: defaultRunLimits,
  mocks: {},
  mockExternals: false
})

/** The start of a node. */
export const started = (node: number): NewFact => ({
  kind: "node_started",
  seq: 0,
  epoch: 0,
  version: 1,
  at: 2,
  frame: 0,
  node,
  attempt: 0
})

/** A run that this process works on: it has the store for itself. */
export const opened = (...given: Parameters<RunStore["Service"]["open"]>) =>
  Effect.gen(function* () {
    const writer = yield* (yield* RunStore).open(...given)
    return writer ?? (yield* Effect.die("the store says that another process owns its runs"))
  })

/** Returns once what was appended is durable. */
export const written = (writer: FactWriter) => writer.flush ?? Effect.void

/** The end of a run. */
export const finished = (more: object = {}): NewFact => ({
  kind: "run_finished",
  seq: 0,
  epoch: 0,
  version: 1,
  at: 9,
  status: "succeeded",
  outputs: {},
  elapsed: 8,
  exceptionsCount: 0,
  totalTokens: 7,
  totalSteps: 3,
  ...more
})
