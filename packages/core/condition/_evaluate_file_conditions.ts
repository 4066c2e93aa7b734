import { ConditionAttributeUnknown } from "../error/condition_errors.ts"
import type { FileValue } from "../value/file_value.ts"
import { stringRepr } from "../value/python_text.ts"
import type { Value } from "../value/value.ts"
import { type Outcome, typeMismatch } from "./_outcome.ts"
import { compareValues } from "./compare_values.ts"
import type { ExpectedValue, FileCondition, FileConditions } from "./condition.ts"

const attributes = ["type", "size", "name", "mime_type", "transfer_method", "url", "extension", "related_id"]

const withDot = (extension: string): string =>
  extension === "" || extension.startsWith(".") ? extension : `.${extension}`

const attributeOf = (file: FileValue, key: string): Value => {
  const value = file.attribute(key) ?? null
  return key === "extension" && typeof value === "string" ? withDot(value) : value
}

const evaluateOne = (files: ReadonlyArray<FileValue>, condition: FileCondition): Outcome => {
  const { key, comparison_operator } = condition
  if (!attributes.includes(key)) {
    return new ConditionAttributeUnknown({ message: `${stringRepr(key)} is not a valid FileAttribute` })
  }
  let expected: ExpectedValue = condition.value
  if (key === "extension") {
    if (typeof expected !== "string") {
      return typeMismatch("Expected value must be a string when key is FileAttribute.EXTENSION")
    }
    expected = withDot(expected)
  }
  // Dify goes by the operator's name: what "not" denies must be so for all files, anything else for one.
  const forAll = comparison_operator.includes("not")
  let result = forAll
  for (const file of files) {
    const outcome = compareValues(comparison_operator, attributeOf(file, key), expected)
    if (typeof outcome !== "boolean") return outcome
    result = forAll ? result && outcome : result || outcome
  }
  return result
}

/** Evaluates all conditions on the files of a list, without short circuit: an error in any of them is the outcome. */
export const evaluateFileConditions = (files: ReadonlyArray<FileValue>, group: FileConditions): Outcome => {
  const and = group.logical_operator === "and"
  let result = and
  for (const condition of group.conditions) {
    const outcome = evaluateOne(files, condition)
    if (typeof outcome !== "boolean") return outcome
    result = and ? result && outcome : result || outcome
  }
  return result
}
