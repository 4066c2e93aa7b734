import { Result } from "effect"
import { ListSerialInvalid } from "../../error/list_errors.ts"
import { integerFromText } from "../../value/python_number.ts"
import { stringRepr } from "../../value/python_text.ts"
import type { OperableList } from "./operable_list.ts"

const part = (list: OperableList, start: number, end: number): OperableList => {
  switch (list.type) {
    case "string":
      return { ...list, members: list.members.slice(start, end) }
    case "number":
      return { ...list, members: list.members.slice(start, end) }
    case "boolean":
      return { ...list, members: list.members.slice(start, end) }
    case "file":
      return { ...list, members: list.members.slice(start, end) }
  }
}

/** The first members of a list; a negative size drops as many at the end. */
export const firstMembers = (list: OperableList, size: number): OperableList => part(list, 0, size)

/** The member with this number, from 1, as a list. */
export const memberAt = (list: OperableList, serial: string): Result.Result<OperableList, ListSerialInvalid> => {
  const fail = (message: string) => Result.fail(new ListSerialInvalid({ message }))
  const number = integerFromText(serial)
  const { length } = list.members
  if (number === undefined) {
    return fail(`invalid literal for int() with base 10: ${stringRepr(serial).slice(0, 200)}`)
  }
  if (number < 1) return fail(`Invalid serial index: must be >= 1, got ${number}`)
  if (number > length) return fail(`Invalid serial index: must be <= ${length}, got ${number}`)
  return Result.succeed(part(list, Number(number) - 1, Number(number)))
}
