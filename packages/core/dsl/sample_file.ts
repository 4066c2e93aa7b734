import { mediaTypeOfName } from "../node/http_request/media_type.ts"
import { extensionOfName, plainExtension } from "../value/file_kind.ts"
import { type FileType, FileValue } from "../value/file_value.ts"
import type { FileRules } from "./file_rules.ts"

const base64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64"))

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)

/** A transparent pixel. */
const image = base64("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")

/** Eight samples of silence: 8000 Hz, one channel, eight bits. */
const audio = base64("UklGRiwAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQgAAACAgICAgICAgA==")

/** An MP4 file without tracks: its type and an empty movie header. */
const video = base64(
  "AAAAGGZ0eXBpc29tAAACAGlzb21tcDQxAAAAdG1vb3YAAABsbXZoZAAAAAAAAAAAAAAAAAAAA+gAAAAAAAEAAAEAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAC"
)

const samples: Record<FileType, readonly [string, Uint8Array]> = {
  document: ["sample.txt", ascii("This is a sample document.\n")],
  image: ["sample.png", image],
  audio: ["sample.wav", audio],
  video: ["sample.mp4", video],
  custom: ["sample.txt", ascii("This is a sample file.\n")]
}

const preferred: ReadonlyArray<FileType> = ["document", "image", "audio", "video", "custom"]

/** A small, real file that a variable allows, as far as its rules can be met. */
export const sampleFile = (rules: FileRules): FileValue => {
  const allowed = rules.allowed_file_types
  const type = preferred.find((candidate) => allowed.length === 0 || allowed.includes(candidate)) ?? "document"
  const [sampleName, bytes] = samples[type]
  const extension = type === "custom" ? rules.allowed_file_extensions?.[0] : undefined
  const filename = extension === undefined ? sampleName : `sample.${plainExtension(extension)}`
  const methods = rules.allowed_file_upload_methods
  const remote = methods.length > 0 && !methods.includes("local_file")
  const url = `https://example.com/${filename}`
  return new FileValue({
    type,
    transfer_method: remote ? "remote_url" : "local_file",
    ...(remote ? { remote_url: url, url } : {}),
    filename,
    extension: extensionOfName(filename),
    mime_type: mediaTypeOfName(filename)?.mime ?? null,
    size: bytes.length,
    bytes
  })
}
