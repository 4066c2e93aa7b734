import { Result } from "effect"
import type { TemplateError, TemplateSyntaxInvalid } from "../error/template_errors.ts"
import type { ValueObject } from "../value/value.ts"
import { compileTemplate } from "./compile_template.ts"
import type { RenderOptions } from "./template.ts"

/** For tests: compiles and renders. */
export const tryTemplate = (
  template: string,
  variables: ValueObject = {},
  options: RenderOptions = {}
): Result.Result<string, TemplateError | TemplateSyntaxInvalid> =>
  Result.flatMap(compileTemplate(template), (compiled) => compiled.render(variables, options))

/** For tests: the text of a template that has to render. */
export const rendered = (template: string, variables: ValueObject = {}, options: RenderOptions = {}): string =>
  Result.getOrThrow(tryTemplate(template, variables, options))

/** For tests: the error of a template that has to fail. */
export const failed = (
  template: string,
  variables: ValueObject = {},
  options: RenderOptions = {}
): TemplateError | TemplateSyntaxInvalid => Result.getOrThrow(Result.flip(tryTemplate(template, variables, options)))

/** For tests: the code of a template that has to fail. */
export const failureCode = (template: string, variables: ValueObject = {}): string => failed(template, variables).code
