import { Result } from "effect"
import { type ListError, ListFilterValueInvalid, ListKeyInvalid } from "../../error/list_errors.ts"
import type { FileValue } from "../../value/file_value.ts"
import { pythonText } from "../../value/python_text.ts"
import type { VariableReader } from "../../value/variable_pool.ts"
import { fileKeyKind, fileSize, fileText } from "./file_attribute.ts"
import type { FilterCondition } from "./list_operator_config.ts"
import { booleanTest, type MemberTest, numberTest, sequenceTest, textTest } from "./member_condition.ts"
import { amountOf, type OperableList } from "./operable_list.ts"

type Filtered = Result.Result<OperableList, ListError>

const className = (value: FilterCondition["value"]): string =>
  typeof value === "boolean" ? "<class 'bool'>" : typeof value === "string" ? "<class 'str'>" : "<class 'list'>"

const wrongValue = (message: string) => Result.fail(new ListFilterValueInvalid({ message }))

const fileTest = (
  { key, comparison_operator: operator }: FilterCondition,
  value: string | ReadonlyArray<string>
): Result.Result<MemberTest<FileValue>, ListError> => {
  const kind = fileKeyKind(key)
  if (kind === "sequence") {
    return Result.map(sequenceTest(operator, value), (holds) => (file: FileValue) => holds(fileText(file, key)))
  }
  if (kind === undefined || typeof value !== "string") {
    return Result.fail(new ListKeyInvalid({ message: `Invalid key: ${key}` }))
  }
  if (kind === "number") {
    return Result.map(numberTest(operator, value), (holds) => (file: FileValue) => holds(fileSize(file)))
  }
  return Result.map(textTest(operator, value), (holds) => (file: FileValue) => holds(fileText(file, key)))
}

/** The members of a list that a condition keeps. Templates in its value are filled in. */
export const filterList = (list: OperableList, condition: FilterCondition, variables: VariableReader): Filtered => {
  const { comparison_operator: operator, value: given } = condition
  const value = typeof given === "string" ? variables.text(given) : given
  if (list.type === "boolean") {
    if (typeof value !== "boolean") return wrongValue(`Boolean filter expects a boolean value, got ${className(value)}`)
    return Result.map(booleanTest(operator, value), (holds) => ({ ...list, members: list.members.filter(holds) }))
  }
  if (list.type === "file") {
    if (typeof value === "boolean") return wrongValue(`File filter expects a string value, got ${className(value)}`)
    return Result.map(fileTest(condition, value), (holds) => ({ ...list, members: list.members.filter(holds) }))
  }
  if (typeof value !== "string") return wrongValue(`Invalid filter value: ${pythonText(value)}`)
  return list.type === "string"
    ? Result.map(textTest(operator, value), (holds) => ({ ...list, members: list.members.filter(holds) }))
    : Result.map(numberTest(operator, value), (holds) => ({
        ...list,
        members: list.members.filter((member) => holds(amountOf(member)))
      }))
}
