import {
  FileValue,
  isValueArray,
  isValueObject,
  type OutputDeclaration,
  objectFrom,
  property,
  toPlain,
  type Value,
  type ValueObject
} from "@flowglass/core"

interface ShownFile {
  readonly attributes: ValueObject
  readonly url: string | null
}

const isText = (value: Value | undefined): value is string => typeof value === "string" && value !== ""

/** A file, or a mapping that stands for one: a reference, or the address of a remote file. */
const fileIn = (value: Value): ShownFile | undefined => {
  if (value instanceof FileValue) {
    return { attributes: value.toJSON(), url: value.attributes.url ?? value.attributes.remote_url ?? null }
  }
  if (!isValueObject(value)) return undefined
  const method = property(value, "transfer_method")
  const url = property(value, "url")
  const isRemote = method === "remote_url" && isText(url)
  if (!isText(method) || !(isRemote || isText(property(value, "reference")))) return undefined
  return { attributes: value, url: isText(url) ? url : null }
}

const shownFile = ({ attributes, url }: ShownFile): unknown =>
  toPlain(objectFrom([...Object.entries(attributes), ["preview_url", url]]))

/**
 * A value as plain data. Outputs declared as file or array of files carry a `preview_url` on each file: null where a
 * file has no address, and never asked for over the network.
 */
export const shownValue = (value: Value, declaration: OutputDeclaration | undefined): unknown => {
  if (declaration?.type === "file") {
    const file = fileIn(value)
    return file === undefined ? toPlain(value) : shownFile(file)
  }
  if (declaration?.type === "array" && declaration.item === "file" && isValueArray(value)) {
    const files = value.map(fileIn)
    if (files.every((file) => file !== undefined)) return files.map(shownFile)
  }
  return toPlain(value)
}
