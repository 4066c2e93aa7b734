import { Result } from "effect"
import type { ListKeyInvalid } from "../../error/list_errors.ts"
import { fileOrderKey } from "./file_attribute.ts"
import type { ListOperatorConfig } from "./list_operator_config.ts"
import { amountOf, type OperableList } from "./operable_list.ts"

type Comparable = string | number | bigint | boolean

// Python orders text by code point; JavaScript's `<` goes by UTF-16 unit, where surrogates come before U+E000.
const codePointRank = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit)

const compareText = (one: string, other: string): number => {
  const shared = Math.min(one.length, other.length)
  for (let index = 0; index < shared; index++) {
    const difference = codePointRank(one.charCodeAt(index)) - codePointRank(other.charCodeAt(index))
    if (difference !== 0) return difference
  }
  return one.length - other.length
}

const compare = (one: Comparable, other: Comparable): number => {
  if (typeof one === "string" && typeof other === "string") return compareText(one, other)
  return one < other ? -1 : one > other ? 1 : 0
}

/** In either direction, members that are equal keep their order. */
const sorted = <Member>(
  members: ReadonlyArray<Member>,
  key: (member: Member) => Comparable,
  direction: number
): ReadonlyArray<Member> =>
  members
    .map((member) => ({ member, key: key(member) }))
    .sort((one, other) => direction * compare(one.key, other.key))
    .map(({ member }) => member)

/** A list in order; files by one of their attributes. */
export const orderList = (
  list: OperableList,
  { key, value }: ListOperatorConfig["order_by"]
): Result.Result<OperableList, ListKeyInvalid> => {
  const direction = value === "desc" ? -1 : 1
  const itself = <Member>(member: Member): Member => member
  switch (list.type) {
    case "string":
      return Result.succeed({ ...list, members: sorted(list.members, itself, direction) })
    case "boolean":
      return Result.succeed({ ...list, members: sorted(list.members, itself, direction) })
    case "number":
      return Result.succeed({ ...list, members: sorted(list.members, amountOf, direction) })
    case "file":
      return Result.map(fileOrderKey(key), (keyOf) => ({ ...list, members: sorted(list.members, keyOf, direction) }))
  }
}
