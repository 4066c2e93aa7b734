import { Result } from "effect"
import { extensionOfName, fileKindOf } from "../../value/file_kind.ts"
import { FileValue } from "../../value/file_value.ts"

const decoded = (name: string): string =>
  Result.getOrElse(
    Result.try(() => decodeURIComponent(name)),
    () => name
  )

/** A remote file by its URL alone: name, extension and type come from the path, nothing is fetched. */
export const remoteFile = (url: string): FileValue | string => {
  const parsed = URL.parse(url)
  if (parsed === null || (parsed.protocol !== "http:" && parsed.protocol !== "https:")) return "Invalid file url"
  const filename = decoded(parsed.pathname.slice(parsed.pathname.lastIndexOf("/") + 1))
  const extension = extensionOfName(filename)
  return new FileValue({
    type: fileKindOf(extension, null),
    transfer_method: "remote_url",
    remote_url: url,
    url,
    filename: filename === "" ? null : filename,
    extension,
    mime_type: null,
    size: -1
  })
}
