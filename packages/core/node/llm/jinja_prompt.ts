import { Result } from "effect"
import { PromptTemplateUnsupported } from "../../error/llm_errors.ts"
import type { NodeContext } from "../node_context.ts"
import type { LlmConfig } from "./llm_config.ts"
import { type PromptFailure, promptFailure } from "./prompt_failure.ts"

/** A prompt written in Jinja2, rendered with the variables of the prompt config. */
export const jinjaPrompt = (
  template: string,
  _variables: LlmConfig["prompt_config"]["jinja2_variables"],
  node: NodeContext
): Result.Result<string, PromptFailure> => {
  if (template === "") return Result.succeed("")
  const message = `node "${node.nodeId}" has a prompt in Jinja2, which cannot be rendered yet; write it with {{#node.name#}} references`
  return promptFailure(new PromptTemplateUnsupported({ message }), "TemplateRenderError")
}
