import { Effect, Result, Schema } from "effect"
import { templateErrors } from "../error/template_errors.ts"
import { objectFrom } from "../value/value_object.ts"
import { orDefault } from "./config/or_default.ts"
import { SelectorList } from "./config/selector.ts"
import { defineNode } from "./define_node.ts"
import type { NodeContext } from "./node_context.ts"
import { NodeFailure } from "./node_failure.ts"
import type { NodeResult } from "./node_result.ts"
import { renderTemplate } from "./template/render_template.ts"
import { loadedTemplateEngine, type TemplateEngine, templateEngine } from "./template/template_engine.ts"

const Variable = Schema.Struct({ variable: Schema.String, value_selector: orDefault(SelectorList, []) })

const Config = Schema.Struct({
  template: Schema.String.annotate({ description: "Jinja2; the variables by their names" }),
  variables: orDefault(Schema.Array(Variable).annotate({ description: "What the template can use" }), [])
})

const render = (engine: TemplateEngine, config: typeof Config.Type, node: NodeContext): NodeResult | NodeFailure => {
  const inputs = objectFrom(
    config.variables.map(({ variable, value_selector }) => [variable, node.variables.get(value_selector) ?? null])
  )
  const rendered = renderTemplate(engine, config.template, inputs, node)
  return Result.isSuccess(rendered)
    ? { inputs, outputs: { output: rendered.success } }
    : new NodeFailure(rendered.failure, { type: "", inputs })
}

/**
 * Renders a Jinja2 template with the values of variables (Dify's `template-transform`); missing ones are null. The
 * filter `random` follows from the execution, so a replay renders the same.
 */
export const templateTransform = defineNode({
  type: "template-transform",
  version: "1",
  kind: "executable",
  summary: "Renders a Jinja2 template.",
  config: Config,
  outputs: () => [{ name: "output", type: "string", required: true }],
  selectors: (config) => config.variables.map((variable) => variable.value_selector),
  errors: templateErrors,
  example: {
    config: {
      template: "Hello {{ name | upper }}",
      variables: [{ variable: "name", value_selector: ["start", "name"] }]
    },
    variables: { start: { name: "Ada" } },
    outputs: { output: "Hello ADA" }
  },
  // Loaded before the run begins, so that rendering takes no turn of its own.
  requirements: () => Effect.as(templateEngine, []),
  run: (config, node) => {
    const engine = loadedTemplateEngine()
    if (engine !== undefined) return render(engine, config, node)
    return Effect.flatMap(templateEngine, (loaded) => {
      const rendered = render(loaded, config, node)
      return rendered instanceof NodeFailure ? Effect.fail(rendered) : Effect.succeed(rendered)
    })
  }
})
