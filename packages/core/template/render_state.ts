import { TemplateOutputTooLong } from "../error/template_errors.ts"
import type { ValueObject } from "../value/value.ts"
import { Budget } from "./budget.ts"
import type { Environment } from "./environment.ts"
import { nestedTooDeep, RenderFailure, valueTooLarge } from "./failure.ts"
import type { RenderLimits } from "./render_limits.ts"
import { Scope } from "./scope.ts"
import { pointLength } from "./text/code_points.ts"
import { TextIndex } from "./text/text_index.ts"
import { adoptValue } from "./value/adopt_value.ts"
import { escapeValue } from "./value/escape_value.ts"
import { Markup } from "./value/markup.ts"
import type { TemplateValue } from "./value/template_value.ts"
import { textOf } from "./value/text_of.ts"
import { Undefined } from "./value/undefined_value.ts"

/** A piece of a compiled template: writes to the output. */
export type Execute = (render: RenderState) => void

/** A compiled expression. */
export type Evaluate = (render: RenderState) => TemplateValue

/** What a rendering works with besides the template. */
export interface RenderInput {
  readonly variables: ValueObject
  readonly environment: Environment
  readonly limits: RenderLimits
  /** A number from 0 up to 1 for the filter `random`; without it the filter is refused. */
  readonly random: (() => number) | undefined
}

/** One rendering: its names, its output, its budget, and the place it is at. */
export class RenderState {
  readonly environment: Environment
  readonly budget: Budget
  readonly index: TextIndex
  readonly random: (() => number) | undefined
  /** Names set at the top level; blocks see these and no others. */
  readonly root = new Scope(undefined)
  scope = this.root
  /** Where the expression that is being evaluated begins in the source text. */
  offset = 0
  /** Whether output is escaped (`{% autoescape %}`; off by default, as in Dify). */
  autoescape = false
  #output = ""
  #capacity: number
  #depth = 0
  readonly #variables: ValueObject
  readonly #limits: RenderLimits

  constructor(input: RenderInput) {
    this.budget = new Budget(input.limits)
    this.index = new TextIndex(this.budget)
    this.random = input.random
    this.#variables = input.variables
    this.environment = input.environment
    this.#limits = input.limits
    // A code point is one or two UTF-16 units; the exact count is taken once, at the end.
    this.#capacity = input.limits.outputLength * 2
  }

  /** The value of a name: what the template set, else a variable, else a global function, else undefined. */
  lookup(name: string): TemplateValue {
    const known = this.scope.get(name)
    if (known !== undefined) return known
    if (Object.hasOwn(this.#variables, name)) {
      const adopted = adoptValue(this.#variables[name] ?? null)
      this.root.set(name, adopted)
      return adopted
    }
    return this.environment.globals.get(name) ?? new Undefined(`'${name}' is undefined`)
  }

  /** Appends to the output. */
  write(text: string): void {
    this.#output += text
    if (this.#output.length > this.#capacity) throw this.#tooLong()
  }

  /** Appends a value as text. */
  writeValue(value: TemplateValue): void {
    this.budget.spend(1)
    this.write(this.autoescape ? escapeValue(value, this.budget) : textOf(value, this.budget))
  }

  /** Runs a piece of the template and returns what it writes instead of appending it to the output. */
  capture(body: Execute): string {
    const output = this.#output
    const capacity = this.#capacity
    this.#output = ""
    this.#capacity = this.#limits.valueLength
    body(this)
    const captured = this.#output
    this.#output = output
    this.#capacity = capacity
    return captured
  }

  /** The same as a value: markup where output is escaped. */
  captureValue(body: Execute): TemplateValue {
    const text = this.capture(body)
    return this.autoescape ? new Markup(text) : text
  }

  /** Runs something one level deeper: a macro, a block, a recursive loop. */
  deeper<Result>(run: () => Result): Result {
    if (++this.#depth > this.#limits.depth) {
      throw nestedTooDeep(`macros, blocks and recursive loops are nested more than ${this.#limits.depth} levels deep`)
    }
    const result = run()
    this.#depth--
    return result
  }

  /** Runs something with other names in sight. */
  within(scope: Scope, run: Execute): void {
    const outer = this.scope
    this.scope = scope
    run(this)
    this.scope = outer
  }

  /** The whole output, counted. */
  finish(): string {
    const output = this.#output
    const limit = this.#limits.outputLength
    if (output.length > limit && pointLength(output) > limit) throw this.#outputTooLong()
    return output
  }

  #tooLong(): RenderFailure {
    return this.#capacity === this.#limits.outputLength * 2
      ? this.#outputTooLong()
      : valueTooLarge(`a block renders more than ${this.#limits.valueLength} characters`)
  }

  #outputTooLong(): RenderFailure {
    return new RenderFailure(TemplateOutputTooLong, `Output length exceeds ${this.#limits.outputLength} characters`)
  }
}
