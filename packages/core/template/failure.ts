import {
  TemplateAttributeRefused,
  TemplateEvaluationFailed,
  TemplateFeatureRefused,
  TemplateNestedTooDeep,
  TemplateStepLimitExceeded,
  TemplateTypeMismatch,
  TemplateValueTooLarge,
  TemplateValueUndefined,
  type templateRenderErrors
} from "../error/template_errors.ts"

/** The declared error that a failure becomes once its place is known. */
export type RenderErrorClass = (typeof templateRenderErrors)[number]

/** Thrown inside the evaluator and caught once, in `Template.render`, which adds line and column. */
export class RenderFailure extends Error {
  readonly declared: RenderErrorClass

  constructor(declared: RenderErrorClass, reason: string) {
    super(reason)
    this.declared = declared
  }
}

/** Thrown by lexer, parser and compiler and caught once, in `compileTemplate`. */
export class SyntaxFailure extends Error {
  /** Where in the source text, in UTF-16 units. */
  readonly offset: number

  constructor(reason: string, offset: number) {
    super(reason)
    this.offset = offset
  }
}

/** Jinja2's UndefinedError. */
export const valueUndefined = (reason: string): RenderFailure => new RenderFailure(TemplateValueUndefined, reason)

/** Python's TypeError. */
export const typeMismatch = (reason: string): RenderFailure => new RenderFailure(TemplateTypeMismatch, reason)

/** Python's ValueError, KeyError, IndexError, ZeroDivisionError, OverflowError. */
export const evaluationFailed = (reason: string): RenderFailure => new RenderFailure(TemplateEvaluationFailed, reason)

/** The work budget is used up. */
export const stepLimitExceeded = (steps: number): RenderFailure =>
  new RenderFailure(TemplateStepLimitExceeded, `the template takes more than ${steps} steps`)

/** Something would be larger than allowed; said before it is built. */
export const valueTooLarge = (reason: string): RenderFailure => new RenderFailure(TemplateValueTooLarge, reason)

/** Calls or values are nested too deeply. */
export const nestedTooDeep = (reason: string): RenderFailure => new RenderFailure(TemplateNestedTooDeep, reason)

/** Something Jinja2 has and templates here have not. */
export const featureRefused = (reason: string): RenderFailure => new RenderFailure(TemplateFeatureRefused, reason)

/** An internal attribute. */
export const attributeRefused = (name: string, typeName: string): RenderFailure =>
  new RenderFailure(TemplateAttributeRefused, `the internal attribute '${name}' of '${typeName}' cannot be read`)
