import { FileValue, isValueArray, type OutputDeclaration, toPlain, type Value } from "@flowglass/core"

const shownFile = (file: FileValue): unknown => ({
  ...file.toJSON(),
  preview_url: file.attributes.url ?? file.attributes.remote_url ?? null
})

/** A value as plain data; files of an output declared as file or array of files carry a `preview_url`. */
export const shownValue = (value: Value, declaration: OutputDeclaration | undefined): unknown => {
  if (declaration?.type === "file" && value instanceof FileValue) return shownFile(value)
  if (declaration?.type === "array" && declaration.item === "file" && isValueArray(value)) {
    return value.map((item) => (item instanceof FileValue ? shownFile(item) : toPlain(item)))
  }
  return toPlain(value)
}
