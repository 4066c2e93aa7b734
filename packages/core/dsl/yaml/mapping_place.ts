import type { Place } from "./place.ts"

/** Where a mapping and its members stand. Most are never asked, so names are indexed when the first one is. */
export class MappingPlace {
  readonly offset: number
  readonly #names: Array<string> = []
  readonly #places: Array<Place> = []
  #index: Map<string, Place> | undefined

  constructor(offset: number) {
    this.offset = offset
  }

  /** Adds a member; of equal names the last one counts. */
  add(name: string, place: Place): void {
    this.#names.push(name)
    this.#places.push(place)
  }

  /** Adds the members of another mapping. */
  addAll(other: MappingPlace): void {
    for (const [index, name] of other.#names.entries()) this.add(name, other.#places[index] ?? other.offset)
  }

  member(name: string): Place | undefined {
    this.#index ??= new Map(this.#names.map((known, index) => [known, this.#places[index] ?? this.offset]))
    return this.#index.get(name)
  }
}
