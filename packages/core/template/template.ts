import { Result } from "effect"
import { type TemplateError, TemplateNestedTooDeep, TemplateValueTooLarge } from "../error/template_errors.ts"
import type { ValueObject } from "../value/value.ts"
import type { Environment } from "./environment.ts"
import { type RenderErrorClass, RenderFailure } from "./failure.ts"
import { defaultRenderLimits, type RenderLimits } from "./render_limits.ts"
import { type Execute, RenderState } from "./render_state.ts"
import { placeOf } from "./syntax/source_text.ts"
import type { TemplateValue } from "./value/template_value.ts"

/** A compiled template in pieces. */
export interface TemplateParts {
  readonly source: string
  readonly body: Execute
  /** Names that are there before the template sets any. */
  readonly names: ReadonlyMap<string, TemplateValue>
  readonly environment: Environment
}

/** What a rendering may use besides variables. */
export interface RenderOptions {
  readonly limits?: Partial<RenderLimits>
  /** A number from 0 up to 1 for the filter `random`, which is refused without it. */
  readonly random?: () => number
}

const failureAt = (declared: RenderErrorClass, reason: string, source: string, offset: number): TemplateError => {
  const { line, column } = placeOf(source, offset)
  // The message about the output is Dify's and stays as it is.
  const isOutput = declared.declaration.code === "template_output_too_long"
  const message = isOutput ? reason : `${reason} (line ${line}, column ${column} of the template)`
  return new declared({ message, params: { line, column } })
}

/**
 * A template that can be rendered any number of times. It never changes the variables it is given, reads them by own
 * property only, and stops at its limits.
 */
export class Template {
  readonly #parts: TemplateParts

  constructor(parts: TemplateParts) {
    this.#parts = parts
  }

  /**
   * The text for these variables. A name that is not there is no text; what cannot be evaluated fails with the place
   * in the template, in the message and as `line` and `column` of `params`.
   */
  render(variables: ValueObject, options: RenderOptions = {}): Result.Result<string, TemplateError> {
    const { source, body, names, environment } = this.#parts
    const limits = { ...defaultRenderLimits, ...options.limits }
    const render = new RenderState({ variables, environment, limits, random: options.random })
    for (const [name, value] of names) render.root.set(name, value)
    return Result.try({
      try: () => {
        body(render)
        return render.finish()
      },
      catch: (cause) => {
        if (cause instanceof RenderFailure) return failureAt(cause.declared, cause.message, source, render.offset)
        // JavaScript's own limits: of the stack, and of the size of texts, arrays and big integers.
        if (!(cause instanceof RangeError)) throw cause
        const isStack = cause.message.includes("call stack")
        const reason = isStack ? "the template or its values are nested too deeply" : "a value would be too large"
        return failureAt(isStack ? TemplateNestedTooDeep : TemplateValueTooLarge, reason, source, render.offset)
      }
    })
  }
}
