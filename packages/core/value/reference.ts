import type { Selector } from "./selector.ts"

/** A piece of a template: literal text, or a reference `{{#node.name#}}`. */
export type TemplatePart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "reference"; readonly selector: Selector; readonly text: string }

const pattern = /\{\{#([a-zA-Z0-9_]{1,50}(?:\.[a-zA-Z_][a-zA-Z0-9_]{0,29}){1,10})#\}\}/g

/**
 * Splits a text at its references, in order. Literal text is never looked up, even where it reads like `node.name`.
 *
 * @example
 * ```ts
 * import { templateParts } from "@flowglass/core"
 *
 * templateParts("Hi {{#start.name#}}!").map((part) => part.kind) // => ["text", "reference", "text"]
 * ```
 */
export const templateParts = (template: string): ReadonlyArray<TemplatePart> => {
  const parts: Array<TemplatePart> = []
  let end = 0
  for (const match of template.matchAll(pattern)) {
    if (match.index > end) parts.push({ kind: "text", text: template.slice(end, match.index) })
    const path = match[1] ?? ""
    parts.push({ kind: "reference", selector: path.split("."), text: path })
    end = match.index + match[0].length
  }
  if (end < template.length) parts.push({ kind: "text", text: template.slice(end) })
  return parts
}
