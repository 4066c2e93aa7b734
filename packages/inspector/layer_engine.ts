import {
  CodeRunner,
  HostTools,
  KnowledgeBases,
  type KnowledgeById,
  LanguageModels,
  layerMemoryRunStore,
  NodeRegistry,
  type NodeType,
  type OutboundAllowEntryInvalid,
  OutboundHttp,
  OutboundPolicy,
  RunEngine,
  type RunStore,
  type ToolFunctions,
  WorkflowRunner
} from "@flowglass/core"
import { builtinNodes } from "@flowglass/core/node/builtin"
import { Layer } from "effect"
import { Inspector } from "./inspector.ts"

/** What an engine is made of. Everything is optional. */
export interface EngineOptions {
  /** Where models come from; without it every model is `model_not_configured`. */
  readonly models?: Layer.Layer<LanguageModels, never, OutboundHttp>
  /** Hosts, `host:port`, CIDR blocks or origins that workflows may reach although they are not public. */
  readonly allow?: ReadonlyArray<string>
  /** Own node types; they replace built-in ones of the same type and version. */
  readonly nodes?: ReadonlyArray<NodeType>
  /** Functions that stand for tools, by `provider/tool` or the tool alone. */
  readonly tools?: ToolFunctions
  /** Documents or searches by the ids of knowledge bases; `"*"` is every other one. */
  readonly knowledge?: KnowledgeById
  /** Where runs are kept; in memory unless told otherwise. */
  readonly store?: Layer.Layer<RunStore>
}

/** The services that run workflows and show what they did. */
export type EngineServices = WorkflowRunner | RunEngine | Inspector | RunStore | NodeRegistry | LanguageModels

/**
 * The same layer under an identity of its own. Effect builds a layer once for a whole program: without this an engine
 * inside another one would get the other one's store, node types and allowed hosts.
 */
const own = <A, E, R>(layer: Layer.Layer<A, E, R>): Layer.Layer<A, E, R> =>
  Layer.fromBuildMemo((_, scope) => Layer.buildWithMemoMap(layer, Layer.makeMemoMapUnsafe(), scope))

/**
 * A whole engine: runner, Inspector and store, with all built-in node types. Heavy parts (the JavaScript sandbox, the
 * HTTP client) load when a node first needs them.
 *
 * Building it fails with `outbound_allow_entry_invalid` when an entry of `allow` is none of what can be allowed.
 *
 * @example
 * ```ts
 * import { LanguageModels, WorkflowRunner } from "@flowglass/core"
 * import { Inspector, layerEngine } from "@flowglass/inspector"
 * import { Effect } from "effect"
 *
 * const model = { provider: "openai", name: "gpt-4o-mini", mode: "chat", completion_params: {} }
 * const text = JSON.stringify({
 *   app: { mode: "workflow" },
 *   workflow: { graph: {
 *     nodes: [
 *       { id: "start", data: { type: "start", variables: [] } },
 *       { id: "greeter", data: { type: "llm", model, prompt_template: [{ role: "user", text: "Greet." }] } },
 *       { id: "end", data: { type: "end", outputs: [{ variable: "text", value_selector: ["greeter", "text"] }] } }
 *     ],
 *     edges: [{ source: "start", target: "greeter" }, { source: "greeter", target: "end" }]
 *   } }
 * })
 * const program = Effect.gen(function* () {
 *   const { run_id } = yield* Effect.flatMap(WorkflowRunner, (runner) => runner.run({ text }))
 *   return yield* Effect.flatMap(Inspector, (inspector) => inspector.output(run_id, "greeter", "text"))
 * })
 * const engine = layerEngine({ models: LanguageModels.layerScripted([{ text: "Hello" }]) })
 * const output = await Effect.runPromise(Effect.provide(program, engine))
 * output.value // => "Hello"
 * ```
 */
export const layerEngine = (options: EngineOptions = {}): Layer.Layer<EngineServices, OutboundAllowEntryInvalid> => {
  const http = own(OutboundHttp.layer.pipe(Layer.provide(OutboundPolicy.layer(options.allow ?? []))))
  const models = options.models ?? LanguageModels.layerNone
  const host = Layer.merge(HostTools.layer(options.tools ?? {}), KnowledgeBases.layer(options.knowledge ?? {}))
  const registry = NodeRegistry.layer([...builtinNodes, ...(options.nodes ?? [])]).pipe(Layer.provide(host))
  const outside = Layer.mergeAll(models, CodeRunner.layer).pipe(Layer.provideMerge(http))
  return own(WorkflowRunner.layer).pipe(
    Layer.provideMerge(own(RunEngine.layer)),
    Layer.provideMerge(own(Inspector.layer)),
    Layer.provideMerge(options.store ?? layerMemoryRunStore()),
    Layer.provideMerge(registry),
    Layer.provideMerge(outside)
  )
}
