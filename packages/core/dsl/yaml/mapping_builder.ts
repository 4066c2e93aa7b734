import { numberText } from "../../value/python_text.ts"
import type { Value, ValueObject } from "../../value/value.ts"
import { emptyObject, isValueArray, isValueObject } from "../../value/value_object.ts"
import { MappingPlace } from "./mapping_place.ts"
import { offsetOf, type Place } from "./place.ts"
import type { YamlNode } from "./yaml_node.ts"
import type { YamlSource } from "./yaml_source.ts"

/** A key as JSON shows it, which is what Dify stores: `1`, `true`, `null`; undefined for lists and mappings. */
const keyText = (key: Value): string | undefined => {
  if (typeof key === "string") return key
  if (key === null || typeof key === "boolean") return String(key)
  return numberText(key)
}

interface Merge {
  readonly value: ValueObject
  readonly place: MappingPlace
}

const mergeOf = (value: Value | undefined, place: Place | undefined): Merge | undefined =>
  isValueObject(value) && place instanceof MappingPlace ? { value, place } : undefined

/** The mappings that a merge key names; the first of a list wins, so they come in reverse. */
const mergesOf = (node: YamlNode): ReadonlyArray<Merge> | undefined => {
  const { value, place } = node
  const single = mergeOf(value, place)
  if (single !== undefined) return [single]
  if (!isValueArray(value) || typeof place === "number" || place instanceof MappingPlace) return undefined
  const merges = value.flatMap((item, index) => mergeOf(item, place.items[index]) ?? [])
  return merges.length === value.length ? merges.reverse() : undefined
}

/** Collects the pairs of a mapping as PyYAML does: the last of equal keys wins, merged ones give way to its own. */
export class MappingBuilder {
  readonly #source: YamlSource
  readonly #value = emptyObject()
  readonly #place: MappingPlace
  #merges: Array<Merge> | undefined

  /** A builder for the mapping that starts at an offset. */
  constructor(source: YamlSource, offset: number) {
    this.#source = source
    this.#place = new MappingPlace(offset)
  }

  add(key: YamlNode, node: YamlNode): void {
    if (key.plain === true && key.value === "<<") {
      const merges = mergesOf(node)
      if (merges === undefined) {
        this.#source.fail("a merge key (<<) takes a mapping or a list of mappings", offsetOf(key.place))
      }
      this.#merges ??= []
      for (const merge of merges) this.#merges.push(merge)
      return
    }
    const name = keyText(key.value)
    if (name === undefined) this.#source.fail("a list or mapping cannot be a key", offsetOf(key.place))
    this.#value[name] = node.value
    this.#place.add(name, node.place)
  }

  build(): YamlNode {
    const own = { value: this.#value, place: this.#place }
    if (this.#merges === undefined) return own
    const value = emptyObject()
    const place = new MappingPlace(this.#place.offset)
    for (const part of [...this.#merges, own]) {
      Object.assign(value, part.value)
      place.addAll(part.place)
    }
    return { value, place }
  }
}
