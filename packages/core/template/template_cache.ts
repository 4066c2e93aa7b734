import type { Template } from "./template.ts"

/** How much a cache holds. */
export interface TemplateCacheLimits {
  readonly templates: number
  /** UTF-16 units of all source texts together. */
  readonly length: number
}

/** Compiled templates by their text. The one that was used longest ago makes room first. */
export class TemplateCache {
  readonly #limits: TemplateCacheLimits
  readonly #templates = new Map<string, Template>()
  #length = 0

  constructor(limits: TemplateCacheLimits) {
    this.#limits = limits
  }

  get size(): number {
    return this.#templates.size
  }

  get(text: string): Template | undefined {
    const template = this.#templates.get(text)
    if (template === undefined) return undefined
    this.#templates.delete(text)
    this.#templates.set(text, template)
    return template
  }

  add(text: string, template: Template): void {
    if (this.#templates.has(text)) return
    this.#templates.set(text, template)
    this.#length += text.length
    for (const oldest of this.#templates.keys()) {
      if (this.#templates.size <= this.#limits.templates && this.#length <= this.#limits.length) return
      this.#templates.delete(oldest)
      this.#length -= oldest.length
    }
  }
}
