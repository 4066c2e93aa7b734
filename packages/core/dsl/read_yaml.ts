import { Result } from "effect"
import type { Value } from "../value/value.ts"
import { LineIndex, type Position } from "./yaml/line_index.ts"
import { offsetOf, type Place, placeWithin } from "./yaml/place.ts"
import { readDocument } from "./yaml/read_document.ts"
import { YamlRefusal, type YamlRefusalKind } from "./yaml/yaml_refusal.ts"

/** Where a value or a fault stands in its text: line and column from 1. */
export type { Position } from "./yaml/line_index.ts"

/** Why a text was refused, and where. */
export interface YamlFault extends Position {
  readonly kind: YamlRefusalKind
  readonly message: string
}

const unescapePointer = (part: string): string => part.replaceAll("~1", "/").replaceAll("~0", "~")

/** The value of a YAML text, every part of which can be asked for its place. */
export class YamlDocument {
  readonly value: Value
  readonly #place: Place
  readonly #lines: LineIndex

  constructor(value: Value, place: Place, lines: LineIndex) {
    this.value = value
    this.#place = place
    this.#lines = lines
  }

  /** The place of the value at a JSON pointer; for one that is not there, of the closest value around it. */
  locate(pointer: string): Position {
    let place = this.#place
    for (const part of pointer.split("/").slice(1)) {
      const inner = placeWithin(place, unescapePointer(part))
      if (inner === undefined) break
      place = inner
    }
    return this.#lines.position(offsetOf(place))
  }
}

const refusalOf = (cause: unknown): YamlRefusal => {
  if (cause instanceof YamlRefusal) return cause
  throw cause
}

/**
 * Reads a YAML or JSON text the way PyYAML's safe loader, and so Dify, reads it: `yes` is true, `010` is 8, `1_000` is
 * 1000, `08`, `1e3` and `y` are text, the last of equal keys wins. Integers, floats and big integers stay apart; dates
 * stay text. Refused: more than 10 MB, tags, aliases that unfold beyond 10 MB, more than 100 levels, more than one document.
 *
 * @example
 * ```ts
 * import { readYaml } from "@flowglass/core"
 * import { Result } from "effect"
 *
 * const document = Result.getOrThrow(readYaml("app:\n  mode: workflow\n"))
 * document.locate("/app/mode") // => { line: 2, column: 9 }
 * ```
 */
export const readYaml = (text: string): Result.Result<YamlDocument, YamlFault> => {
  const content = text.startsWith("\ufeff") ? text.slice(1) : text
  const lines = new LineIndex(content)
  return Result.try({
    try: () => {
      const { value, place } = readDocument(content)
      return new YamlDocument(value, place, lines)
    },
    catch: (cause) => {
      const { kind, message, offset } = refusalOf(cause)
      return { kind, message, ...lines.position(offset) }
    }
  })
}
