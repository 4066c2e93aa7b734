import type { Arguments } from "../call/arguments.ts"
import { typeMismatch } from "../failure.ts"
import { isEqual } from "../operator/equality.ts"
import type { RenderState } from "../render_state.ts"
import { NativeFunction } from "../value/native_function.ts"
import { orElse } from "../value/or_else.ts"
import { Callable, type Cursor, type TemplateValue } from "../value/template_value.ts"
import { Tuple } from "../value/tuple.ts"
import { Undefined } from "../value/undefined_value.ts"

/** What a loop tells its `loop` variable. */
export interface LoopSource {
  readonly next: Cursor
  /** The number of items; undefined when it is only known after all of them were asked for. */
  readonly size: number | undefined
  /** 0 for the outermost loop of a recursion. */
  readonly depth: number
  /** Runs the loop again for other items; undefined when it is not recursive. */
  readonly recurse: ((items: TemplateValue) => TemplateValue) | undefined
}

/** The variable `loop`. Items are looked up ahead only when an attribute asks for it. */
export class LoopContext extends Callable {
  readonly typeName = "LoopContext"
  readonly #source: LoopSource
  #index = -1
  #previous: TemplateValue | undefined
  #current: TemplateValue | undefined
  /** Items that were asked for ahead, and how many of them were used since. */
  #ahead: Array<TemplateValue> = []
  #used = 0
  #size: number | undefined
  #changed: Tuple | undefined

  constructor(source: LoopSource) {
    super()
    this.#source = source
    this.#size = source.size
  }

  /** Goes to the next item and returns it; undefined after the last. */
  advance(): TemplateValue | undefined {
    const item = this.#ahead[this.#used]
    if (item !== undefined) this.#used++
    const next = item === undefined ? this.#source.next() : item
    if (next === undefined) return undefined
    this.#previous = this.#current
    this.#current = next
    this.#index++
    return next
  }

  override repr(): string {
    return `<LoopContext ${this.#index + 1}/${this.#length()}>`
  }

  override size(): number {
    return this.#length()
  }

  override call({ positional, named }: Arguments): TemplateValue {
    const [items] = positional
    if (items === undefined || positional.length > 1 || named !== undefined) {
      throw typeMismatch("loop() needs one argument, the items to go on with")
    }
    if (this.#source.recurse === undefined) {
      throw typeMismatch("a loop can only be called when it is marked 'recursive'")
    }
    return this.#source.recurse(items)
  }

  override attribute(name: string): TemplateValue | undefined {
    switch (name) {
      case "index":
        return this.#index + 1
      case "index0":
        return this.#index
      case "first":
        return this.#index === 0
      case "last":
        return this.#peek() === undefined
      case "length":
        return this.#length()
      case "revindex":
        return this.#length() - this.#index
      case "revindex0":
        return this.#length() - this.#index - 1
      case "depth":
        return this.#source.depth + 1
      case "depth0":
        return this.#source.depth
      case "previtem":
        return orElse(this.#previous, () => new Undefined("there is no previous item"))
      case "nextitem":
        return orElse(this.#peek(), () => new Undefined("there is no next item"))
      case "cycle":
        return this.#method(name, ({ positional }) => this.#cycle(positional))
      case "changed":
        return this.#method(name, ({ positional }, render) => this.#hasChanged(new Tuple(positional), render))
      default:
        return undefined
    }
  }

  #method(name: string, run: (args: Arguments, render: RenderState) => TemplateValue): NativeFunction {
    return new NativeFunction("method", `<bound method LoopContext.${name}>`, run)
  }

  #cycle(values: ReadonlyArray<TemplateValue>): TemplateValue {
    const value = values[this.#index % values.length]
    if (value === undefined) throw typeMismatch("cycle() needs at least one value")
    return value
  }

  #hasChanged(values: Tuple, render: RenderState): boolean {
    if (this.#changed !== undefined && isEqual(this.#changed, values, render.budget)) return false
    this.#changed = values
    return true
  }

  #peek(): TemplateValue | undefined {
    if (this.#used === this.#ahead.length) {
      const next = this.#source.next()
      this.#ahead = next === undefined ? [] : [next]
      this.#used = 0
    }
    return this.#ahead[this.#used]
  }

  #length(): number {
    if (this.#size === undefined) {
      const rest = this.#ahead.slice(this.#used)
      for (let item = this.#source.next(); item !== undefined; item = this.#source.next()) rest.push(item)
      this.#ahead = rest
      this.#used = 0
      this.#size = this.#index + 1 + rest.length
    }
    return this.#size
  }
}
