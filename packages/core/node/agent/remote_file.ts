import { Result } from "effect"
import { type FileType, FileValue } from "../../value/file_value.ts"

const extensions: ReadonlyArray<readonly [FileType, string]> = [
  ["image", "jpg jpeg png webp gif svg"],
  ["video", "mp4 mov mpeg webm"],
  ["audio", "mp3 m4a wav amr mpga"],
  ["document", "txt markdown md mdx pdf html htm xlsx xls vtt properties doc docx csv eml msg ppt pptx xml epub odt"]
]

const typeByExtension = new Map(
  extensions.flatMap(([type, names]) => names.split(" ").map((name): [string, FileType] => [name, type]))
)

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
  const extension = /\.([A-Za-z0-9]{1,16})$/.exec(filename)?.[1]?.toLowerCase()
  return new FileValue({
    type: typeByExtension.get(extension ?? "") ?? "custom",
    transfer_method: "remote_url",
    remote_url: url,
    url,
    filename: filename === "" ? null : filename,
    extension: extension === undefined ? null : `.${extension}`,
    mime_type: null,
    size: -1
  })
}
