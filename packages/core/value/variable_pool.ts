import { FileValue } from "./file_value.ts"
import { type TemplatePart, templateParts } from "./reference.ts"
import type { Selector } from "./selector.ts"
import { markdownOf, textOf } from "./text_form.ts"
import type { Value, ValueObject } from "./value.ts"
import { emptyObject, isValueObject, type MutableValueObject, property } from "./value_object.ts"

/** What a node may read of the variables of its frame. */
export interface VariableReader {
  /** The value at a selector; undefined when there is none (null is a value). */
  get(selector: Selector): Value | undefined
  /** All variables of a node or namespace; undefined when it has none. */
  scope(name: string): ValueObject | undefined
  /** A template with its references as text: prompts, requests, conditions. An unresolved reference is empty text. */
  text(template: string): string
  /** A template with its references as markdown: answers. */
  markdown(template: string): string
  /** The parts of a template, references replaced by their values; unresolved ones by empty text. */
  resolve(template: string): ReadonlyArray<Value>
}

const memberOf = (value: Value, name: string): Value | undefined =>
  isValueObject(value) ? property(value, name) : undefined

/**
 * The variables of a frame: node id or namespace, then name. A frame of a container reads through to its parent and
 * writes to itself, so nothing is copied.
 */
export class VariablePool implements VariableReader {
  readonly #scopes = new Map<string, ValueObject>()
  /** Scopes that this pool has copied and nobody else holds: many writes to one copy it once. */
  #own: Map<string, MutableValueObject> | undefined
  readonly #parent: VariablePool | undefined

  constructor(parent?: VariablePool) {
    this.#parent = parent
  }

  /** Replaces all variables of a node or namespace; nothing is copied. */
  setScope(name: string, values: ValueObject): void {
    this.#scopes.set(name, values)
    this.#own?.delete(name)
  }

  /** Changes a variable where it lives: in the nearest frame that has its scope, else here. */
  assign(scope: string, name: string, value: Value): void {
    this.#owner(scope).set(scope, name, value)
  }

  scope(name: string): ValueObject | undefined {
    return this.#scopes.get(name) ?? (this.#parent === undefined ? undefined : this.#parent.scope(name))
  }

  #owner(scope: string): VariablePool {
    if (this.#scopes.has(scope)) return this
    for (let pool = this.#parent; pool !== undefined; pool = pool.#parent) if (pool.#scopes.has(scope)) return pool
    return this
  }

  /** Sets one variable. */
  set(scope: string, name: string, value: Value): void {
    const own = this.#own?.get(scope)
    const values: MutableValueObject = own ?? Object.assign(emptyObject(), this.scope(scope))
    values[name] = value
    if (own !== undefined) return
    this.#own ??= new Map()
    this.#own.set(scope, values)
    this.#scopes.set(scope, values)
  }

  get(selector: Selector): Value | undefined {
    const [scope, name] = selector
    if (scope === undefined || name === undefined) return undefined
    const values = this.scope(scope)
    let value = values === undefined ? undefined : property(values, name)
    for (let index = 2; index < selector.length && value !== undefined; index++) {
      // An attribute of a file has no members: Dify ignores what follows it.
      if (value instanceof FileValue) return value.attribute(selector[index] ?? "")
      value = memberOf(value, selector[index] ?? "")
    }
    return value
  }

  text(template: string): string {
    return this.#render(template, textOf)
  }

  markdown(template: string): string {
    return this.#render(template, markdownOf)
  }

  resolve(template: string): ReadonlyArray<Value> {
    return templateParts(template).map((part) => this.#valueOf(part))
  }

  #valueOf(part: TemplatePart): Value {
    if (part.kind === "text") return part.text
    const value = this.get(part.selector)
    return value === undefined ? "" : value
  }

  #render(template: string, form: (value: Value) => string): string {
    if (!template.includes("{{#")) return template
    let text = ""
    for (const part of templateParts(template)) {
      if (part.kind === "text") text += part.text
      else {
        const value = this.get(part.selector)
        if (value !== undefined) text += form(value)
      }
    }
    return text
  }
}
