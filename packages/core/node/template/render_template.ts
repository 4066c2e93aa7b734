import { Result } from "effect"
import type { ValueObject } from "../../value/value.ts"
import type { NodeContext } from "../node_context.ts"
import type { TemplateEngine } from "./template_engine.ts"

/** Renders a Jinja2 template for a node. The filter `random` follows from the execution, so a replay renders the same. */
export const renderTemplate = (
  { compileTemplate, seededRandom }: TemplateEngine,
  template: string,
  values: ValueObject,
  { limits, execution, attempt }: NodeContext
) => {
  const options = {
    limits: { outputLength: limits.templateOutputLength },
    random: seededRandom(`${execution}#${attempt}`)
  }
  return Result.flatMap(compileTemplate(template), (compiled) => compiled.render(values, options))
}
