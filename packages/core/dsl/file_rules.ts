import type { StartVariable } from "../node/start/start_variable.ts"
import { plainExtension } from "../value/file_kind.ts"
import type { FileValue } from "../value/file_value.ts"

/** What a variable says about its files. */
export type FileRules = Pick<
  StartVariable,
  "allowed_file_types" | "allowed_file_extensions" | "allowed_file_upload_methods"
>

/** Whether a variable takes a file. Files of a type that is not listed count as `custom`, where that is allowed. */
export const allowsFile = (rules: FileRules, file: FileValue): boolean => {
  const { type, transfer_method, extension } = file.attributes
  if (transfer_method === "tool_file") return true
  const types = rules.allowed_file_types
  const listed = types.length === 0 || types.includes(type)
  if (!listed && !types.includes("custom")) return false
  const extensions = rules.allowed_file_extensions
  if ((!listed || type === "custom") && extensions !== null) {
    const own = plainExtension(extension ?? "")
    if (!extensions.some((allowed) => plainExtension(allowed) === own)) return false
  }
  const methods = rules.allowed_file_upload_methods
  // As in Dify, the upload methods of a variable are not held against images.
  return type === "image" || methods.length === 0 || methods.includes(transfer_method)
}
