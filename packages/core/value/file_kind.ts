import type { FileType } from "./file_value.ts"

const extensions: ReadonlyArray<readonly [FileType, string]> = [
  ["image", "jpg jpeg png webp gif svg"],
  ["video", "mp4 mov mpeg webm"],
  ["audio", "mp3 m4a wav amr mpga"],
  ["document", "txt markdown md mdx pdf html htm xlsx xls vtt properties doc docx csv eml msg ppt pptx xml epub odt"]
]

const typeByExtension = new Map(
  extensions.flatMap(([type, names]) => names.split(" ").map((name): [string, FileType] => [name, type]))
)

const documentTypes = new Set([
  "application/epub+zip",
  "application/kswps",
  "application/msword",
  "application/pdf",
  "application/vnd.ms-excel",
  "application/vnd.ms-outlook",
  "application/vnd.ms-powerpoint",
  "application/vnd.oasis.opendocument.text",
  "application/wps-office.doc",
  "application/wps-office.docx",
  "application/wps-office.ppt",
  "application/wps-office.pptx",
  "application/wps-office.xls",
  "application/wps-office.xlsx",
  "message/rfc822"
])

const prefixes: ReadonlyArray<readonly [string, FileType]> = [
  ["image/", "image"],
  ["video/", "video"],
  ["audio/", "audio"],
  ["text/", "document"],
  ["application/vnd.openxmlformats-officedocument", "document"]
]

/** An extension without its dot, in lower case: what rules about extensions compare. */
export const plainExtension = (extension: string): string => extension.replace(/^\./, "").toLowerCase()

/** The extension of a file name with its dot, in lower case; null without one. */
export const extensionOfName = (name: string): string | null => {
  const [, extension] = /.(\.[^./\\\s]{1,32})$/s.exec(name) ?? []
  return extension?.toLowerCase() ?? null
}

/**
 * What a file is: by its extension, else by its media type, else `custom`.
 *
 * @example
 * ```ts
 * import { fileKindOf } from "@flowglass/core"
 *
 * fileKindOf(".PDF", null) // => "document"
 * fileKindOf(null, "image/heic") // => "image"
 * ```
 */
export const fileKindOf = (extension: string | null | undefined, mimeType: string | null | undefined): FileType => {
  const known = typeByExtension.get(plainExtension(extension ?? ""))
  if (known !== undefined) return known
  const mime = (mimeType ?? "").toLowerCase().split(";")[0]?.trim() ?? ""
  if (documentTypes.has(mime)) return "document"
  return prefixes.find(([prefix]) => mime.startsWith(prefix))?.[1] ?? "custom"
}
