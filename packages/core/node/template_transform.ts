import { Result, Schema } from "effect"
import { templateErrors } from "../error/template_errors.ts"
import { compileTemplate } from "../template/compile_template.ts"
import { seededRandom } from "../template/seeded_random.ts"
import { objectFrom } from "../value/value_object.ts"
import { orDefault } from "./config/or_default.ts"
import { SelectorList } from "./config/selector.ts"
import { defineNode } from "./define_node.ts"
import { NodeFailure } from "./node_failure.ts"

const Variable = Schema.Struct({ variable: Schema.String, value_selector: orDefault(SelectorList, []) })

/**
 * Renders a Jinja2 template with the values of variables (Dify's `template-transform`); missing ones are null. The
 * filter `random` follows from the execution, so a replay renders the same.
 */
export const templateTransform = defineNode({
  type: "template-transform",
  version: "1",
  kind: "executable",
  summary: "Renders a Jinja2 template.",
  config: Schema.Struct({
    template: Schema.String,
    variables: orDefault(Schema.Array(Variable), [])
  }),
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
  run: (config, { variables, limits, execution, attempt }) => {
    const inputs = objectFrom(
      config.variables.map(({ variable, value_selector }) => [variable, variables.get(value_selector) ?? null])
    )
    const options = {
      limits: { outputLength: limits.templateOutputLength },
      random: seededRandom(`${execution}#${attempt}`)
    }
    const rendered = Result.flatMap(compileTemplate(config.template), (template) => template.render(inputs, options))
    return Result.isSuccess(rendered)
      ? { inputs, outputs: { output: rendered.success } }
      : new NodeFailure(rendered.failure, { type: "", inputs })
  }
})
