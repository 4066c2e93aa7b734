import { FileValue } from "./file_value.ts"
import type { Value } from "./value.ts"
import { isValueArray } from "./value_object.ts"

/** Whether a value is a list of nothing but files (an empty list is one too). */
export const isFileList = (value: Value): value is ReadonlyArray<FileValue> =>
  isValueArray(value) && value.every((member) => member instanceof FileValue)

/** The files a value stands for: itself, or the members of a list of nothing but files. */
export const filesOf = (value: Value): ReadonlyArray<FileValue> => {
  if (value instanceof FileValue) return [value]
  return isFileList(value) ? value : []
}
