import { FileValue, type TransferMethod, transferMethods } from "../../value/file_value.ts"
import { pythonRepr, stringRepr } from "../../value/python_text.ts"
import { pythonTypeName } from "../../value/python_type_name.ts"
import type { Value, ValueObject } from "../../value/value.ts"
import { isValueObject, property } from "../../value/value_object.ts"
import { canonicalRecordId } from "./canonical_reference.ts"
import type { FileAccess } from "./file_access.ts"
import { remoteFile } from "./remote_file.ts"
import { shortened } from "./shortened.ts"

const uuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i

const listed = (names: ReadonlyArray<string>): string => shortened(pythonRepr(names.toSorted()))

const keyProblem = (
  method: TransferMethod,
  mapping: ValueObject,
  expected: ReadonlyArray<string>
): string | undefined => {
  const missing = expected.filter((name) => !Object.hasOwn(mapping, name))
  const unexpected = Object.keys(mapping).filter((name) => !expected.includes(name))
  if (missing.length === 0 && unexpected.length === 0) return undefined
  const parts = [
    ...(missing.length > 0 ? [`missing ${listed(missing)}`] : []),
    ...(unexpected.length > 0 ? [`unexpected ${listed(unexpected)}`] : [])
  ]
  return `${method} file mapping must contain exactly ${listed(expected)} (${parts.join("; ")})`
}

/** A mapping whose form is right: which file it means, not yet whether it may be used. */
interface CanonicalFile {
  readonly method: TransferMethod
  /** The URL of a remote file, the reference of any other. */
  readonly target: string
}

const read = (value: Value): CanonicalFile | string => {
  if (!isValueObject(value)) return `expected canonical file mapping object, got ${pythonTypeName(value)}`
  const given = property(value, "transfer_method")
  if (typeof given !== "string" || given === "") return "file mapping missing transfer_method"
  const method = transferMethods.find((candidate) => candidate === given)
  if (method === undefined) return `unsupported file transfer_method ${stringRepr(shortened(given))}`
  const key = method === "remote_url" ? "url" : "reference"
  const problem = keyProblem(method, value, ["transfer_method", key])
  if (problem !== undefined) return problem
  const target = property(value, key)
  if (typeof target !== "string" || target === "") return `${method} file mapping missing ${key}`
  if (method !== "remote_url" && canonicalRecordId(target) === undefined) {
    return `${method} file mapping has invalid canonical reference`
  }
  return { method, target }
}

/** What is wrong with the form of a file mapping; undefined when it is right. Access is not looked at. */
export const canonicalFileProblem = (value: Value): string | undefined => {
  const file = read(value)
  return typeof file === "string" ? file : undefined
}

/**
 * The file that a mapping stands for, or the reason why there is none: exactly `{transfer_method, url}` for a remote
 * file, exactly `{transfer_method, reference}` for one that the tenant owns. Nothing is fetched.
 */
export const canonicalFile = (value: Value, access: FileAccess): FileValue | string => {
  if (value instanceof FileValue) return value
  const file = read(value)
  if (typeof file === "string") return file
  if (file.method === "remote_url") return remoteFile(file.target)
  const recordId = canonicalRecordId(file.target) ?? ""
  const found = uuid.test(recordId) ? access.find(file.method, recordId) : undefined
  return (
    found ??
    `file reference ${stringRepr(shortened(file.target))} is not accessible to tenant ${stringRepr(access.tenantId)}`
  )
}
