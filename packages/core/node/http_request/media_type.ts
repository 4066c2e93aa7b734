import type { FileType } from "../../value/file_value.ts"

const table: ReadonlyArray<readonly [mime: string, extensions: string, type: FileType]> = [
  ["image/jpeg", ".jpg .jpeg", "image"],
  ["image/png", ".png", "image"],
  ["image/gif", ".gif", "image"],
  ["image/webp", ".webp", "image"],
  ["image/svg+xml", ".svg", "image"],
  ["audio/mpeg", ".mp3 .mpga", "audio"],
  ["audio/mp4", ".m4a", "audio"],
  ["audio/wav", ".wav", "audio"],
  ["audio/amr", ".amr", "audio"],
  ["video/mp4", ".mp4", "video"],
  ["video/quicktime", ".mov", "video"],
  ["video/mpeg", ".mpeg .mpg", "video"],
  ["video/webm", ".webm", "video"],
  ["text/plain", ".txt", "document"],
  ["text/markdown", ".md .markdown .mdx", "document"],
  ["text/html", ".html .htm", "document"],
  ["text/csv", ".csv", "document"],
  ["text/vtt", ".vtt", "document"],
  ["application/xml", ".xml", "document"],
  ["application/pdf", ".pdf", "document"],
  ["application/msword", ".doc", "document"],
  ["application/vnd.ms-excel", ".xls", "document"],
  ["application/vnd.ms-powerpoint", ".ppt", "document"],
  ["application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx", "document"],
  ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", "document"],
  ["application/vnd.openxmlformats-officedocument.presentationml.presentation", ".pptx", "document"],
  ["application/vnd.oasis.opendocument.text", ".odt", "document"],
  ["application/epub+zip", ".epub", "document"],
  ["message/rfc822", ".eml", "document"],
  ["application/vnd.ms-outlook", ".msg", "document"],
  ["application/json", ".json", "custom"],
  ["application/zip", ".zip", "custom"],
  ["application/gzip", ".gz", "custom"],
  ["application/x-tar", ".tar", "custom"]
]

/** What a name or media type says about a file. */
export interface MediaType {
  readonly mime: string
  /** With its dot. */
  readonly extension: string
  readonly type: FileType
}

const byExtension = new Map<string, MediaType>()
const byMime = new Map<string, MediaType>()
for (const [mime, extensions, type] of table) {
  for (const extension of extensions.split(" ")) {
    byExtension.set(extension, { mime, extension, type })
    if (!byMime.has(mime)) byMime.set(mime, { mime, extension, type })
  }
}

/** The extension of a file name, with its dot and in lower case; undefined without one. */
export const extensionOf = (filename: string): string | undefined =>
  /.(\.[A-Za-z0-9]{1,16})$/.exec(filename)?.[1]?.toLowerCase()

/** The media type a file name stands for. */
export const mediaTypeOfName = (filename: string): MediaType | undefined => byExtension.get(extensionOf(filename) ?? "")

/** What is known about a media type; an unknown one keeps its name and has the extension `.bin`. */
export const mediaTypeOfMime = (mime: string): MediaType => {
  const known = byMime.get(mime)
  if (known !== undefined) return known
  const main = mime.split("/")[0]
  const type = main === "image" || main === "audio" || main === "video" ? main : "custom"
  return { mime, extension: ".bin", type }
}
