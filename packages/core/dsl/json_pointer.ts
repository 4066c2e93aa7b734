import { JsonPointer } from "effect"

/** A JSON pointer to a value below another. */
export const pointerTo = (base: string, ...path: ReadonlyArray<PropertyKey>): string =>
  path.reduce<string>((pointer, name) => `${pointer}/${JsonPointer.escapeToken(String(name))}`, base)
