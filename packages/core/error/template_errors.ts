import { defineError } from "./define_error.ts"

/** The text is no template: raised before anything is rendered. `params` holds `line` and `column`, both from 1. */
export class TemplateSyntaxInvalid extends defineError<TemplateSyntaxInvalid>()({
  code: "template_syntax_invalid",
  status: 400,
  family: "template",
  title: "A template is not written correctly",
  remedy: "Correct the template at the line and column of the message."
}) {}

/** Jinja2's `UndefinedError`: something was asked of a value that is not there. */
export class TemplateValueUndefined extends defineError<TemplateValueUndefined>()({
  code: "template_value_undefined",
  status: 422,
  family: "template",
  title: "A template uses a value that is not there",
  remedy: "Pass the value, or give it a default: {{ name | default('') }}."
}) {}

/** Python's `TypeError`: an operation met a value of a type it cannot work with. */
export class TemplateTypeMismatch extends defineError<TemplateTypeMismatch>()({
  code: "template_type_mismatch",
  status: 422,
  family: "template",
  title: "A template does something with a value that its type does not allow",
  remedy: "Convert the value first, for example with the filters int, float, string or list."
}) {}

/** Any other failure of an expression: division by zero, a wrong format, a key or index that is not there. */
export class TemplateEvaluationFailed extends defineError<TemplateEvaluationFailed>()({
  code: "template_evaluation_failed",
  status: 422,
  family: "template",
  title: "An expression of a template failed",
  remedy: "Look at the expression at the line and column of the message, and at the values it gets."
}) {}

/** The template did more work than allowed. */
export class TemplateStepLimitExceeded extends defineError<TemplateStepLimitExceeded>()({
  code: "template_step_limit_exceeded",
  status: 422,
  family: "template",
  title: "A template does too much work",
  remedy: "Shorten its loops, or do the work in a code node."
}) {}

/** A text, list, number or range of the template would become larger than allowed; it was not built. */
export class TemplateValueTooLarge extends defineError<TemplateValueTooLarge>()({
  code: "template_value_too_large",
  status: 422,
  family: "template",
  title: "A value of a template would become too large",
  remedy: "Build smaller texts, lists, ranges and numbers."
}) {}

/** Macros, recursive loops or values are nested deeper than allowed. */
export class TemplateNestedTooDeep extends defineError<TemplateNestedTooDeep>()({
  code: "template_nested_too_deep",
  status: 422,
  family: "template",
  title: "A template nests macros, loops or values too deeply",
  remedy: "Give the recursion of the macro or loop an end, or nest less."
}) {}

/** The rendered text is longer than allowed (Dify: `Output length exceeds <n> characters`). */
export class TemplateOutputTooLong extends defineError<TemplateOutputTooLong>()({
  code: "template_output_too_long",
  status: 422,
  family: "template",
  title: "A template renders more text than allowed",
  remedy: "Render less, or raise `limits.templateOutputLength`."
}) {}

/** Something that Jinja2 has and a template here may not use: other templates, and random text. */
export class TemplateFeatureRefused extends defineError<TemplateFeatureRefused>()({
  code: "template_feature_refused",
  status: 422,
  family: "template",
  title: "A template uses something that is not available here",
  remedy: "Write the text into the template itself; there are no other templates to include, import or extend."
}) {}

/** The template reached for the insides of the interpreter, such as `__class__`. */
export class TemplateAttributeRefused extends defineError<TemplateAttributeRefused>()({
  code: "template_attribute_refused",
  status: 422,
  family: "template",
  title: "A template reaches for an internal attribute",
  remedy: "Remove the access: names like __class__ are never readable from a template."
}) {}

/** What can go wrong while a compiled template renders. */
export const templateRenderErrors = [
  TemplateValueUndefined,
  TemplateTypeMismatch,
  TemplateEvaluationFailed,
  TemplateStepLimitExceeded,
  TemplateValueTooLarge,
  TemplateNestedTooDeep,
  TemplateOutputTooLong,
  TemplateFeatureRefused,
  TemplateAttributeRefused
] as const

/** A failure while a compiled template renders. */
export type TemplateError = InstanceType<(typeof templateRenderErrors)[number]>

/** Every code of templates. */
export const templateErrors = [TemplateSyntaxInvalid, ...templateRenderErrors] as const
