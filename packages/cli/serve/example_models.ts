import { LanguageModels, type ModelScript, type OutboundHttp } from "@flowglass/core"
import { Context, Effect, Layer } from "effect"

/** Models of a script beside configured ones: a name that the script knows is answered by it, with no model behind. */
export const withScriptedModels = (
  models: Layer.Layer<LanguageModels, never, OutboundHttp>,
  script: ModelScript
): Layer.Layer<LanguageModels, never, OutboundHttp> => {
  const names = new Set(script.map(({ name }) => name))
  return Layer.effect(
    LanguageModels,
    Effect.gen(function* () {
      const configured = Context.get(yield* Layer.build(models), LanguageModels)
      const scripted = Context.get(yield* Layer.build(LanguageModels.layerScripted(script)), LanguageModels)
      const chosen = (name: string): LanguageModels["Service"] => (names.has(name) ? scripted : configured)
      return LanguageModels.of({
        stream: (request) => chosen(request.name).stream(request),
        complete: (request) => chosen(request.name).complete(request),
        missing: (provider, name) => chosen(name).missing(provider, name)
      })
    })
  )
}
