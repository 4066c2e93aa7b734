import { plainExtension } from "../../value/file_kind.ts"
import type { FileValue } from "../../value/file_value.ts"

/** How a document is read. */
export type DocumentKind =
  | "text"
  | "json"
  | "csv"
  | "subtitles"
  | "properties"
  | "pdf"
  | "docx"
  | "xlsx"
  | "pptx"
  | "odt"
  | "epub"

const extensions: ReadonlyArray<readonly [DocumentKind, string]> = [
  ["text", "txt markdown md mdx html htm xml yaml yml vtt log"],
  ["text", "c h cpp hpp cc cxx c++ py js ts jsx tsx java php rb go rs swift kt scala sh bash bat ps1 sql r m pl lua"],
  ["text", "vim asm s css scss less sass ini cfg conf toml env"],
  ["json", "json"],
  ["csv", "csv"],
  ["properties", "properties"],
  ["pdf", "pdf"],
  ["docx", "docx"],
  ["xlsx", "xlsx xls"],
  ["pptx", "pptx"],
  ["odt", "odt"],
  ["epub", "epub"]
]

const byExtension = new Map(
  extensions.flatMap(([kind, names]) => names.split(" ").map((name): [string, DocumentKind] => [name, kind]))
)

const office = "application/vnd.openxmlformats-officedocument"

const byMediaType = new Map<string, DocumentKind>([
  ["text/plain", "text"],
  ["text/html", "text"],
  ["text/htm", "text"],
  ["text/markdown", "text"],
  ["text/xml", "text"],
  ["application/x-yaml", "text"],
  ["text/yaml", "text"],
  ["application/json", "json"],
  ["text/csv", "csv"],
  ["text/vtt", "subtitles"],
  ["text/properties", "properties"],
  ["application/pdf", "pdf"],
  [`${office}.wordprocessingml.document`, "docx"],
  [`${office}.spreadsheetml.sheet`, "xlsx"],
  ["application/vnd.ms-excel", "xlsx"],
  [`${office}.presentationml.presentation`, "pptx"],
  ["application/vnd.oasis.opendocument.text", "odt"],
  ["application/epub+zip", "epub"]
])

const supported = "txt, md, html, xml, json, yaml, csv, pdf, docx, xlsx, pptx, odt, epub, vtt, properties, source code"

/** Why a file is no document that can be read here. */
export interface UnknownKind {
  readonly problem: "missing" | "unsupported"
  readonly message: string
}

const unsupported = (message: string): UnknownKind => ({
  problem: "unsupported",
  message: `${message} (what can be read: ${supported})`
})

/** How a file is read: by its extension, else by its media type. Dify's sentences for what cannot be. */
export const documentKind = ({ attributes }: FileValue): DocumentKind | UnknownKind => {
  const { extension, mime_type } = attributes
  if (extension) {
    const name = plainExtension(extension)
    return byExtension.get(name) ?? unsupported(`Unsupported Extension Type: .${name}`)
  }
  if (mime_type) {
    const type = mime_type.split(";")[0]?.trim().toLowerCase() ?? ""
    return byMediaType.get(type) ?? unsupported(`Unsupported MIME type: ${type}`)
  }
  return {
    problem: "missing",
    message: "Unable to determine file type: MIME type or file extension is missing"
  }
}
