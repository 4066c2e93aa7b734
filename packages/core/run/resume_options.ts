import type { InputObject } from "./run_options.ts"

/**
 * The answer to a form that a paused run waits for.
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
 *       { id: "start", data: { type: "start", variables: [] } },
 *       { id: "ask", data: { type: "human-input", form_content: "Go on?", user_actions: [{ id: "yes", title: "Yes" }] } },
 *       { id: "end", data: { type: "end", outputs: [{ variable: "said", value_selector: ["ask", "__action_value"] }] } }
 *     ],
 *     edges: [{ source: "start", target: "ask" }, { source: "ask", sourceHandle: "yes", target: "end" }]
 *   } }
 * })
 * const program = Effect.gen(function* () {
 *   const runner = yield* WorkflowRunner
 *   const { run_id, status, forms = [] } = yield* runner.run({ text })
 *   const run = yield* runner.resume(run_id, { node: "ask", action: "yes" })
 *   const { outputs } = yield* run.result
 *   return [status, forms[0]?.form_content, outputs.said]
 * })
 * await Effect.runPromise(Effect.provide(program, layerMemory)) // => ["paused", "Go on?", "Yes"]
 * ```
 */
export interface ResumeOptions {
  /**
   * The node that asks; may be left out when one form waits only. A node that waits in several rounds of a container is
   * named by its place: `root/loop_1[2]/ask`, the `execution` of its form.
   */
  readonly node?: string
  /** The id of the form, instead of its node. */
  readonly form?: string
  /** The id of the chosen action. */
  readonly action: string
  /** Every field of the form by name. Files are as in the inputs of a run. */
  readonly inputs?: InputObject
}
