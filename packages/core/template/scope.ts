import type { TemplateValue } from "./value/template_value.ts"

/** The names of a block of a template. Inner scopes read through to outer ones and write only to themselves. */
export class Scope {
  readonly #parent: Scope | undefined
  readonly #names = new Map<string, TemplateValue>()

  constructor(parent: Scope | undefined) {
    this.#parent = parent
  }

  get(name: string): TemplateValue | undefined {
    const found = this.#names.get(name)
    return found === undefined ? this.#parent?.get(name) : found
  }

  set(name: string, value: TemplateValue): void {
    this.#names.set(name, value)
  }
}
