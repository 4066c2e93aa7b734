import { Result } from "effect"
import { compileTemplate } from "../../template/compile_template.ts"
import { seededRandom } from "../../template/seeded_random.ts"
import { objectFrom } from "../../value/value_object.ts"
import type { NodeContext } from "../node_context.ts"
import type { LlmConfig } from "./llm_config.ts"
import { type PromptFailure, promptFailure } from "./prompt_failure.ts"

/** A prompt written in Jinja2, rendered with the values of the prompt config's variables. */
export const jinjaPrompt = (
  template: string,
  variables: LlmConfig["prompt_config"]["jinja2_variables"],
  node: NodeContext
): Result.Result<string, PromptFailure> => {
  if (template === "") return Result.succeed("")
  const values = objectFrom(
    variables.map(({ variable, value_selector }) => [variable, node.variables.get(value_selector) ?? null])
  )
  const options = {
    limits: { outputLength: node.limits.templateOutputLength },
    random: seededRandom(`${node.execution}#${node.attempt}`)
  }
  const rendered = Result.flatMap(compileTemplate(template), (compiled) => compiled.render(values, options))
  return Result.isSuccess(rendered)
    ? Result.succeed(rendered.success)
    : promptFailure(rendered.failure, "TemplateRenderError")
}
