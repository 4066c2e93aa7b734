import type { Float } from "../../value/value.ts"
import type { Arguments } from "../call/arguments.ts"
import type { RenderState } from "../render_state.ts"

/**
 * What an expression of a template evaluates to. Scalars are those of `Value` (an integral `number` is an integer,
 * `Float` a float that looks like one); everything else is an object that behaves as its namesake in Python.
 */
export type TemplateValue = null | boolean | string | number | bigint | Float | TemplateObject

/** Hands out items one by one, and undefined after the last. */
export type Cursor = () => TemplateValue | undefined

/** Writes a nested value as Python's `repr` does. */
export type WriteRepr = (value: TemplateValue) => string

/** What a dictionary is keyed by: equal Python values have equal keys. */
export type HashKey = null | string | number | bigint | symbol | TemplateObject

/** A value of a template that is no scalar. */
export abstract class TemplateObject {
  /** Python's name of the type. */
  abstract readonly typeName: string

  /** Whether names that begin with an underscore are data in it; in all other objects they are internal. */
  get holdsData(): boolean {
    return false
  }

  /** Python's `repr`. */
  abstract repr(write: WriteRepr): string

  /** What `repr` shows for an object inside itself. */
  get ellipsis(): string {
    return "..."
  }

  /** Python's `bool`. */
  truthy(): boolean {
    return true
  }

  /** Python's `len`; undefined when it has none. */
  size(): number | undefined {
    return undefined
  }

  /** Python's `iter`; undefined when it cannot be iterated. */
  cursor(): Cursor | undefined {
    return undefined
  }

  /** The key in a dictionary; undefined when it cannot be one. */
  hashKey(): HashKey | undefined {
    return this
  }

  /** An attribute of its own; those that are methods of a Python type are found elsewhere. */
  attribute(_name: string): TemplateValue | undefined {
    return undefined
  }
}

/** A value of a template that can be called. */
export abstract class Callable extends TemplateObject {
  abstract call(args: Arguments, render: RenderState): TemplateValue
}
