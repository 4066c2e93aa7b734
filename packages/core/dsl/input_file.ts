import { Result, Schema } from "effect"
import { mediaTypeOfName } from "../node/http_request/media_type.ts"
import { extensionOfName, fileKindOf, plainExtension } from "../value/file_kind.ts"
import { type FileAttributes, FileValue, fileTypes, type TransferMethod, transferMethods } from "../value/file_value.ts"

const Text = Schema.optional(Schema.NullOr(Schema.String))

/** A file as a caller gives it: Dify's mapping, and beside it `bytes` for files that are at hand. */
const FileMapping = Schema.Struct({
  transfer_method: Text,
  type: Text,
  url: Text,
  remote_url: Text,
  upload_file_id: Text,
  tool_file_id: Text,
  datasource_file_id: Text,
  reference: Text,
  related_id: Text,
  id: Text,
  filename: Text,
  name: Text,
  extension: Text,
  mime_type: Text,
  size: Schema.optional(Schema.NullOr(Schema.Finite)),
  bytes: Schema.optional(Schema.NullOr(Schema.Uint8Array)),
  path: Text
})

type FileMapping = typeof FileMapping.Type

const decode = Schema.decodeUnknownResult(FileMapping)
const uuid = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i

/** Where the bytes are: a file of its own method, or Dify's words for what is missing. */
const locate = (mapping: FileMapping, method: TransferMethod): Partial<FileAttributes> | string => {
  const reference = mapping.reference ?? mapping.related_id ?? null
  if (method === "remote_url") {
    if (mapping.upload_file_id && !uuid.test(mapping.upload_file_id)) return "Invalid upload file id format"
    const url = mapping.url ?? mapping.remote_url ?? ""
    return /^https?:\/\/./i.test(url) ? { remote_url: url, url } : "Invalid file url"
  }
  if (method === "tool_file" || method === "datasource_file") {
    const id = mapping[`${method}_id`] ?? reference
    const kind = method === "tool_file" ? "ToolFile" : "DatasourceFile"
    return id === null ? `${kind} ${id} not found` : { reference: id, url: mapping.url ?? null }
  }
  if (mapping.bytes) return { reference: mapping.upload_file_id ?? reference }
  if (mapping.path)
    return `The file ${mapping.path} was not loaded: paths are read by the command line and the library only`
  const id = mapping.upload_file_id ?? reference
  if (id === null || id === "") return "Invalid upload file id"
  return mapping.upload_file_id && !uuid.test(id)
    ? "Invalid upload file id format"
    : { reference: id, url: mapping.url ?? null }
}

const nameInUrl = (url: string | null | undefined): string | null => {
  const path = URL.parse(url ?? "")?.pathname ?? ""
  const name = path.slice(path.lastIndexOf("/") + 1)
  return name === ""
    ? null
    : Result.getOrElse(
        Result.try(() => decodeURIComponent(name)),
        () => name
      )
}

/**
 * A file from the mapping of a caller: `{ transfer_method, type?, url | upload_file_id | bytes, filename? }`. Its type is
 * what the mapping says, else what name and media type tell. The failure is Dify's sentence. No path is ever read here.
 */
export const inputFile = (given: unknown): Result.Result<FileValue, string> => {
  if (given instanceof FileValue) return Result.succeed(given)
  const decoded = decode(given)
  if (Result.isFailure(decoded)) {
    return Result.fail(`The file mapping is wrong: ${decoded.failure.message.replaceAll(/\s+/g, " ")}`)
  }
  const mapping = decoded.success
  const method = transferMethods.find((known) => known === mapping.transfer_method)
  if (method === undefined) {
    return Result.fail(
      mapping.transfer_method
        ? `invalid file transfer method: ${mapping.transfer_method}`
        : "transfer_method is required in file mapping"
    )
  }
  const place = locate(mapping, method)
  if (typeof place === "string") return Result.fail(place)
  const type = fileTypes.find((known) => known === mapping.type)
  if (mapping.type && type === undefined) return Result.fail(`invalid file type: ${mapping.type}`)
  const filename = mapping.filename ?? mapping.name ?? nameInUrl(place.remote_url)
  const extension = mapping.extension ? `.${plainExtension(mapping.extension)}` : extensionOfName(filename ?? "")
  const mime = mapping.mime_type ?? mediaTypeOfName(`file${extension ?? ""}`)?.mime ?? null
  return Result.succeed(
    new FileValue({
      ...place,
      id: mapping.id ?? null,
      transfer_method: method,
      type: type ?? fileKindOf(extension, mime),
      filename,
      extension,
      mime_type: mime,
      size: mapping.bytes?.length ?? mapping.size ?? -1,
      ...(mapping.bytes ? { bytes: mapping.bytes } : {})
    })
  )
}
