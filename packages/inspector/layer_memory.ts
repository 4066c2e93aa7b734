import { Layer } from "effect"
import { type EngineServices, layerEngine } from "./layer_engine.ts"

/**
 * An engine that needs nothing: runs in memory, public addresses only, no models configured. Enough for workflows
 * without models, and for any workflow with mocks.
 */
export const layerMemory: Layer.Layer<EngineServices> = Layer.orDie(layerEngine())
