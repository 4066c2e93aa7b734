import { MappingPlace } from "./mapping_place.ts"

/** Where a value stands: the offset of its first character, and the places of its members. */
export type Place = ScalarPlace | MappingPlace | SequencePlace

/** A scalar has nothing inside, so its place is just its offset. */
export type ScalarPlace = number

/** Where a list and its items stand. */
export interface SequencePlace {
  readonly offset: number
  readonly items: ReadonlyArray<Place>
}

/** The offset of a place. */
export const offsetOf = (place: Place): number => (typeof place === "number" ? place : place.offset)

const itemIndex = /^(?:0|[1-9][0-9]*)$/

/** The place of a member or item; undefined when there is none. */
export const placeWithin = (place: Place, name: string): Place | undefined => {
  if (typeof place === "number") return undefined
  if (place instanceof MappingPlace) return place.member(name)
  return itemIndex.test(name) ? place.items[Number(name)] : undefined
}
