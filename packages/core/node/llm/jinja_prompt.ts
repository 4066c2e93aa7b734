import { Effect, Result } from "effect"
import { objectFrom } from "../../value/value_object.ts"
import type { NodeContext } from "../node_context.ts"
import { renderTemplate } from "../template/render_template.ts"
import { templateEngine } from "../template/template_engine.ts"
import type { LlmConfig } from "./llm_config.ts"
import type { PromptFailure } from "./prompt_failure.ts"

/** A prompt written in Jinja2, rendered with the values of the prompt config's variables. */
export const jinjaPrompt = (
  template: string,
  variables: LlmConfig["prompt_config"]["jinja2_variables"],
  node: NodeContext
): Effect.Effect<string, PromptFailure> => {
  if (template === "") return Effect.succeed("")
  const values = objectFrom(
    variables.map(({ variable, value_selector }) => [variable, node.variables.get(value_selector) ?? null])
  )
  return Effect.flatMap(templateEngine, (engine) =>
    Result.match(renderTemplate(engine, template, values, node), {
      onSuccess: Effect.succeed,
      onFailure: (error) => Effect.fail({ error, type: "TemplateRenderError" })
    })
  )
}
