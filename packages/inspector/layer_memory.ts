import { Layer } from "effect"
import { type EngineServices, layerEngine } from "./layer_engine.ts"

/**
 * An engine that needs nothing: runs in memory, public addresses only, no models configured. Enough for workflows
 * without models, and for any workflow with mocks.
 *
 * @example
 * ```ts
 * import { WorkflowRunner } from "@flowglass/core"
 * import { layerMemory } from "@flowglass/inspector"
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
 * const program = Effect.flatMap(WorkflowRunner, (runner) => runner.run({ text }, { inputs: { name: "Ada" } }))
 * const { outputs } = await Effect.runPromise(Effect.provide(program, layerMemory))
 * outputs // => { name: "Ada" }
 * ```
 */
export const layerMemory: Layer.Layer<EngineServices> = Layer.orDie(layerEngine())
