import {
  CodeRunner,
  LanguageModels,
  layerMemoryRunStore,
  NodeRegistry,
  type NodeType,
  type OutboundAllowEntryInvalid,
  OutboundHttp,
  OutboundPolicy,
  RunEngine,
  type RunStore,
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
  /** Where runs are kept; in memory unless told otherwise. */
  readonly store?: Layer.Layer<RunStore>
}

/** The services that run workflows and show what they did. */
export type EngineServices = WorkflowRunner | RunEngine | Inspector | RunStore | NodeRegistry | LanguageModels

/**
 * A whole engine: runner, Inspector and store, with all built-in node types. Heavy parts (the JavaScript sandbox, the
 * HTTP client) load when a node first needs them.
 */
export const layerEngine = (options: EngineOptions = {}): Layer.Layer<EngineServices, OutboundAllowEntryInvalid> => {
  const http = OutboundHttp.layer.pipe(Layer.provide(OutboundPolicy.layer(options.allow ?? [])))
  const models = options.models ?? LanguageModels.layerNone
  const registry = NodeRegistry.layer([...builtinNodes, ...(options.nodes ?? [])])
  const outside = Layer.mergeAll(models, CodeRunner.layer).pipe(Layer.provideMerge(http))
  return WorkflowRunner.layer.pipe(
    Layer.provideMerge(RunEngine.layer),
    Layer.provideMerge(Inspector.layer),
    Layer.provideMerge(options.store ?? layerMemoryRunStore()),
    Layer.provideMerge(registry),
    Layer.provideMerge(outside)
  )
}
