import { Context, type Effect, type Stream } from "effect"
import type { ModelError } from "../error/model_errors.ts"
import type { Requirement } from "../node/define_node.ts"
import type { ModelAnswer } from "./model_answer.ts"
import type { ModelDelta } from "./model_delta.ts"
import type { ModelRequest } from "./model_request.ts"

/** The language models that nodes can ask. Nodes see this service only, so a host can put any model behind it. */
export class LanguageModels extends Context.Service<
  LanguageModels,
  {
    /** The answer as it arrives; interrupting the stream closes the connection. The last delta is `end`. */
    readonly stream: (request: ModelRequest) => Stream.Stream<ModelDelta, ModelError>
    /** The whole answer. */
    readonly complete: (request: ModelRequest) => Effect.Effect<ModelAnswer, ModelError>
    /** What has to be configured before this model can be asked; undefined when nothing is missing. */
    readonly missing: (provider: string, name: string) => Effect.Effect<Requirement | undefined>
  }
>()("@flowglass/core/model/LanguageModels") {}
