import { InternalServerError } from "@flowglass/core/error"
import { InvalidParam } from "@flowglass/http/error"
import { Effect, type Layer } from "effect"
import { HttpApiMiddleware } from "effect/http-api"

/** Refuses what is no command of this version, as another version could send it. */
export class CommandUnderstood extends HttpApiMiddleware.Service<CommandUnderstood>()("flowglass/CommandUnderstood", {
  error: [InvalidParam, InternalServerError]
}) {
  static readonly layer: Layer.Layer<CommandUnderstood> = HttpApiMiddleware.layerSchemaErrorTransform(
    CommandUnderstood,
    ({ kind, cause }) =>
      kind === "Payload"
        ? Effect.fail(new InvalidParam({ message: `The command is not understood: ${cause.message}` }))
        : Effect.andThen(
            Effect.logError("The answer to a command does not fit its schema", cause),
            Effect.fail(new InternalServerError({ message: "Internal Server Error" }))
          )
  )
}
